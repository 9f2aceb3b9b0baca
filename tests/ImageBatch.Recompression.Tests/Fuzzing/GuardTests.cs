using ImageBatch.Model;
using ImageBatch.Recompression.Jpeg.Decoding;
using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Tests.Fuzzing;

/// <summary>Inputs that end at a page that may not be touched: a byte read behind them would end the test process.</summary>
public sealed class GuardTests
{
    private const string OnlyLinux = "Guarded pages are made with mmap and mprotect of Linux.";

    [Fact]
    public void Compress_never_reads_behind_its_input()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using var memory = new GuardedMemory(200_000);
        foreach (var name in Fixture.Supported.Select(row => row.Data))
        {
            var input = Fixture.Load(name);
            Assert.Equal(Fixture.Compress(input).Output, Fixture.Compress(memory.Place(input)).Output);
            for (var cut = 1; cut < input.Length; cut += 1 + (input.Length / 50))
            {
                _ = Fixture.ErrorCode(memory.Place(input.AsSpan(0, input.Length - cut)));
            }
        }

        var run = new FuzzRun();
        var random = new Random(1);
        for (var i = 0; i < 3_000; i++)
        {
            _ = Fixture.ErrorCode(memory.Place(run.Input(random)));
        }
    }

    /// <summary>The same of the decoder alone, whose input is unstuffed and padded: with random bits.</summary>
    [Fact]
    public void Decode_never_reads_behind_the_padding()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using var memory = new GuardedMemory(65_536);
        var (frame, scan, tables) = (new FrameHeader(), new ScanHeader(), new HuffmanTables());
        frame.Read(Marker.Sof0, [8, 255, 255, 255, 255, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
        scan.Read([3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0], frame);
        tables.Clear();
        var decoder = new SequentialDecoder();
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            decoder.Begin(scan, tables, [i % 3, i % 5, i % 5, 0]);
            var data = new byte[random.Next(0, 600) + EntropySegments.Padding];
            random.NextBytes(data.AsSpan(0, data.Length - EntropySegments.Padding));
            var bits = new BitReader(memory.Place(data).Span);
            try
            {
                while (!bits.IsPastEnd)
                {
                    var blocks = 6 * random.Next(1, 11);
                    Assert.InRange(decoder.Decode(ref bits, blocks), 0, 64 * blocks);
                }
            }
            catch (ImageException)
            {
                // Most random bits are corrupt sooner or later.
            }
        }
    }
}
