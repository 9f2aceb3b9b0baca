using ImageBatch.Recompression.Jpeg.Decoding;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Requantization;
using ImageBatch.Recompression.Tests.Reference;

namespace ImageBatch.Recompression.Tests.Jpeg.Requantization;

public sealed class RequantizerTests
{
    [Fact]
    public void Requantize_every_value_and_ratio_equals_the_division()
    {
        var requantizer = new Requantizer();
        var component = new FrameComponent();
        var records = new int[4095];
        for (var target = 1; target <= 255; target++)
        {
            Array.Fill(component.Target, (ushort)target);
            for (var source = 1; source <= target; source++)
            {
                component.Source[0] = (ushort)source;
                for (var value = -2047; value <= 2047; value++)
                {
                    records[value + 2047] = BlockRecords.Pack(value, 0, 0);
                }

                requantizer.Begin([component]);
                Assert.Equal(records.Length, requantizer.Requantize(records));
                for (var value = -2047; value <= 2047; value++)
                {
                    var expected = ReferenceRequantizer.Divide(value, source, target);
                    if (BlockRecords.Value(records[value + 2047]) != expected)
                    {
                        Assert.Fail($"{value} × {source} / {target} is {expected}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Requantize_drops_zeros_but_not_of_DC()
    {
        var requantizer = new Requantizer();
        var component = new FrameComponent();
        Array.Fill(component.Source, (ushort)1);
        Array.Fill(component.Target, (ushort)10);
        requantizer.Begin([component]);
        int[] records = [Pack(5, 0), Pack(-5, 1), Pack(-6, 2), Pack(0, 0), Pack(15, 3), Pack(16, 63)];

        Assert.Equal(5, requantizer.Requantize(records));
        Assert.Equal([Pack(0, 0), Pack(-1, 2), Pack(0, 0), Pack(1, 3), Pack(2, 63)], records[..5]);

        static int Pack(int value, int k) => BlockRecords.Pack(value, 0, k);
    }
}
