using ImageBatch.Recompression.Jpeg.Decoding;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Requantization;
using ImageBatch.Recompression.Tests.Reference;

namespace ImageBatch.Recompression.Tests.Jpeg.Requantization;

public sealed class RequantizerTests
{
    private readonly RawRecords _raw = new();
    private readonly int[] _records = new int[BlockRecords.PerBand + 8];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Requantize_every_value_and_ratio_equals_the_division(bool useVectors)
    {
        var requantizer = new Requantizer(useVectors);
        var component = new FrameComponent();
        for (var value = -2047; value <= 2047; value++)
        {
            // Behind the DC difference of the only block.
            Write(value + 2048, value, 0, 1);
        }

        _raw.Part(RawRecords.Ends, 1)[0] = 4096;
        for (var target = 1; target <= 255; target++)
        {
            Array.Fill(component.Target, (ushort)target);
            for (var source = 1; source <= target; source++)
            {
                Array.Fill(component.Source, (ushort)source);
                Write(0, 0, 0, 0);
                requantizer.Begin([component]);
                requantizer.Restart();
                var expected = Enumerable.Range(-2047, 4095)
                    .Select(value => ReferenceRequantizer.Divide(value, source, target)).Where(value => value != 0);
                var count = requantizer.Requantize(_raw, 1, 4096, _records);
                if (!expected.SequenceEqual(_records[1..count].Select(BlockRecords.Value)))
                {
                    Assert.Fail($"{source} / {target}");
                }
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Requantize_DC_gives_differences_of_requantized_values(bool useVectors)
    {
        var requantizer = new Requantizer(useVectors);
        var components = new[] { new FrameComponent(), new FrameComponent() };
        Array.Fill(components[0].Source, (ushort)3);
        Array.Fill(components[1].Source, (ushort)10);
        Array.ForEach(components, component => Array.Fill(component.Target, (ushort)10));
        requantizer.Begin(components);
        requantizer.Restart();
        var random = new Random(1);
        var (sum, last) = (new int[2], new int[2]);
        for (var round = 0; round < 20; round++)
        {
            var expected = new List<int>();
            for (var block = 0; block < 64; block++)
            {
                var slot = block % 2;
                var value = random.Next(-2047, 2048);
                Write(block, value - sum[slot], slot, 0);
                _raw.Part(RawRecords.Ends, 64)[block] = (uint)block + 1;
                sum[slot] = value;
                var scaled = slot == 0 ? ReferenceRequantizer.Divide(value, 3, 10) : value;
                expected.Add(scaled - last[slot]);
                last[slot] = scaled;
            }

            Assert.Equal(64, requantizer.Requantize(_raw, 64, 64, _records));
            Assert.Equal(expected, _records[..64].Select(BlockRecords.Value));
        }
    }

    [Fact]
    public void LargestZeros_is_the_largest_magnitude_that_becomes_zero_everywhere()
    {
        var requantizer = new Requantizer(useVectors: true);
        var component = new FrameComponent();
        Array.Fill(component.Source, (ushort)2);
        Array.Fill(component.Target, (ushort)20);
        component.Target[9] = 14;
        component.Target[0] = 2;
        requantizer.Begin([component]);

        Assert.Equal(3, requantizer.LargestZeros[0]);
        requantizer.BeginUnchanged();
        Assert.Equal(0, requantizer.LargestZeros[0]);
    }

    /// <summary>Writes a value as it is coded, with other bits around it.</summary>
    private void Write(int index, int value, int slot, int k)
    {
        var size = 32 - int.LeadingZeroCount(Math.Abs(value));
        var coded = value < 0 ? value + (1 << size) - 1 : value;
        var end = size + (index % 8);
        _raw.Part(RawRecords.Windows, 4096)[index] = (uint)(((0xA5UL << size) | (uint)coded) << (32 - end)) | (1u << (31 - end));
        _raw.Part(RawRecords.Infos, 4096)[index] =
            (DecoderEntry.Keep(end, size, 0) & DecoderEntry.MagnitudeMask) | (uint)((slot << 6) | k);
    }
}
