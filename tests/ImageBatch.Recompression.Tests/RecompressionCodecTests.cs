using System.Buffers;
using ImageBatch.Model;

namespace ImageBatch.Recompression.Tests;

public sealed class RecompressionCodecTests
{
    private static readonly ImageHeader Header = new()
    {
        Format = ImageFormat.Jpeg,
        Width = 4000,
        Height = 3000,
        Length = 4_000_000,
        Components = 3,
        Precision = 8,
        JpegProcess = JpegProcess.Baseline,
    };

    private readonly RecompressionCodec _codec = new(new RecompressionOptions());

    [Fact]
    public void CanCompress_baseline_answers_yes_with_memory_in_proportion_to_the_file()
    {
        var answer = _codec.CanCompress(Header, new());
        var larger = _codec.CanCompress(Header with { Width = 65_500, Height = 65_500 }, new());

        Assert.True(answer.CanCompress);
        Assert.InRange(answer.WorkingBytes, Header.Length, 24L * Header.Length);
        Assert.Equal(answer.WorkingBytes, larger.WorkingBytes);
    }

    [Fact]
    public void CanCompress_progressive_asks_for_two_bytes_a_sample()
    {
        var sequential = _codec.CanCompress(Header, new()).WorkingBytes;
        var progressive = _codec.CanCompress(Header with { JpegProcess = JpegProcess.Progressive }, new()).WorkingBytes;

        Assert.InRange(progressive - sequential, 2 * 3 * Header.Pixels, 3 * 3 * Header.Pixels);
    }

    [Theory]
    [InlineData(JpegProcess.ExtendedSequential, 1)]
    [InlineData(JpegProcess.Baseline, 1)]
    [InlineData(JpegProcess.Baseline, 2)]
    [InlineData(JpegProcess.Baseline, 4)]
    [InlineData(JpegProcess.Progressive, 3)]
    [InlineData(JpegProcess.None, 0)]
    public void CanCompress_what_it_takes_answers_yes(JpegProcess process, int components) =>
        Assert.True(_codec.CanCompress(Header with { JpegProcess = process, Components = components }, new()).CanCompress);

    [Theory]
    [InlineData(JpegProcess.Lossless, 8, 3, "lossless JPEG")]
    [InlineData(JpegProcess.Hierarchical, 8, 3, "hierarchical JPEG")]
    [InlineData(JpegProcess.Arithmetic, 8, 3, "arithmetic coded JPEG")]
    [InlineData(JpegProcess.ExtendedSequential, 12, 3, "JPEG of 12 bits a sample")]
    [InlineData(JpegProcess.Baseline, 8, 5, "JPEG of 5 components")]
    public void CanCompress_what_it_does_not_take_says_what(
        JpegProcess process, int precision, int components, string reason)
    {
        var header = Header with { JpegProcess = process, Precision = precision, Components = components };
        var answer = _codec.CanCompress(header, new());

        Assert.Equal((false, reason), (answer.CanCompress, answer.Reason));
    }

    [Fact]
    public void CanCompress_another_format_a_conversion_or_a_change_of_size_answers_no()
    {
        Assert.Equal("GIF images", _codec.CanCompress(Header with { Format = ImageFormat.Gif }, new()).Reason);
        Assert.Equal("a conversion to WebP", _codec.CanCompress(Header, new() { Format = OutputFormat.WebP }).Reason);
        Assert.Equal("a change of size", _codec.CanCompress(Header, new() { MaxWidth = 3999 }).Reason);
        Assert.True(_codec.CanCompress(Header, new() { Format = OutputFormat.Jpeg, MaxWidth = 4000 }).CanCompress);
    }

    [Theory]
    [InlineData(163, null, 1, true)]
    [InlineData(162, null, 1, false)]
    [InlineData(null, 120, 1, false)]
    [InlineData(121, 163, 6, true)]
    [InlineData(163, 121, 6, false)]
    public void Compress_a_change_of_size_is_unsupported(int? width, int? height, byte orientation, bool isTaken)
    {
        byte[] exif = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        var input = JpegBytes.AfterStart(Fixture.Load("quality-92"), JpegBytes.Segment(0xE1, exif));
        var options = new CompressionOptions { MaxWidth = width, MaxHeight = height };
        void Compress() => _codec.Compress(input, options, new ArrayBufferWriter<byte>(), default);

        if (isTaken)
        {
            Compress();
        }
        else
        {
            Assert.Equal(ImageErrorCodes.ImageUnsupported, Assert.Throws<ImageException>(Compress).Code);
        }
    }

    [Fact]
    public void Compress_what_it_does_not_take_names_it()
    {
        var exception = Assert.Throws<ImageException>(() => Fixture.Compress(Fixture.Load("arithmetic")));

        Assert.Equal(ImageErrorCodes.ImageUnsupported, exception.Code);
        Assert.Equal("Recompression does not take arithmetic coded JPEG.", exception.Message);
    }

    [Fact]
    public void Compress_at_or_below_the_quality_keeps_the_file()
    {
        foreach (var name in new[] { "quality-30", "quality-50" })
        {
            var input = Fixture.Load(name);
            var (output, result) = Fixture.Compress(input);

            Assert.True(result.Unchanged);
            Assert.Equal(ImageFormat.Jpeg, result.Format);
            Assert.Equal(input, output);
        }
    }

    [Fact]
    public void Compress_unchanged_keeps_restart_markers_and_several_scans()
    {
        foreach (var name in new[] { "restart-1b", "scans-2" })
        {
            var input = Fixture.Load(name);
            var (output, result) = Fixture.Compress(input, quality: 100);

            Assert.True(result.Unchanged);
            Assert.Equal(input, output);
        }
    }

    [Fact]
    public void Compress_drops_fill_bytes_and_what_is_behind_the_end()
    {
        var image = Fixture.Load("restart-2");
        var scan = JpegBytes.Find(image, 0xDA) - 4;
        byte[] input = [.. image[..scan], 0xFF, 0xFF, .. image[scan..^2], 0xFF, 0xFF, .. image[^2..], .. new byte[999], 0xFF, 0xD8];

        Assert.Equal(Fixture.Compress(image).Output, Fixture.Compress(input).Output);
        Assert.Equal(image, Fixture.Compress(input, 100).Output);
    }

    [Fact]
    public void Compress_a_restart_marker_behind_the_last_interval_is_passed_over()
    {
        var image = Fixture.Load("restart-2");
        byte[] input = [.. image[..^2], 0xFF, 0xD3, .. image[^2..]];

        Assert.Equal(Fixture.Compress(image).Output, Fixture.Compress(input).Output);
    }

    [Fact]
    public void Compress_motion_JPEG_without_Huffman_tables_uses_the_typical_ones()
    {
        var expected = Fixture.Compress(Fixture.Load("quality-92")).Output;

        // By a codec that has seen no other image, too.
        Assert.Equal(expected, Fixture.Compress(Fixture.Load("motion-jpeg")).Output);
        Assert.Equal(expected, Fixture.Compress(Fixture.Load("motion-jpeg"), 50, new RecompressionOptions()).Output);
    }

    [Fact]
    public void Compress_gives_the_same_bytes_on_many_threads()
    {
        string[] names = ["quality-92", "pillow-metadata", "restart-1b", "scans-3", "grey-95", "noise", "quality-30"];
        var expected = names.ToDictionary(name => name, name => Fixture.Compress(Fixture.Load(name)).Output);
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var name = names[i % names.Length];
            var input = Fixture.Load(name);

            // A failure in between must leave nothing behind in what the next call reuses.
            _ = Fixture.ErrorCode(input.AsMemory(0, input.Length / 2));
            Assert.Equal(expected[name], Fixture.Compress(input).Output);
        });
    }

    [Fact]
    public void Compress_cancelled_throws_and_writes_nothing()
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<OperationCanceledException>(() =>
            _codec.Compress(Fixture.Load("quality-92"), new(), output, new CancellationToken(canceled: true)));
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData("quality-92", false, ChromaSubsampling.Keep)]
    [InlineData("scans-3", false, ChromaSubsampling.Keep)]
    [InlineData("quality-98", true, ChromaSubsampling.Keep)]
    [InlineData("progressive-98", false, ChromaSubsampling.Keep)]
    [InlineData("progressive-1x1", true, ChromaSubsampling.Halve)]
    public void Compress_warm_allocates_nothing_but_the_output(
        string name, bool isProgressive, ChromaSubsampling subsampling)
    {
        var codec = new RecompressionCodec(new() { Progressive = isProgressive, ChromaSubsampling = subsampling });
        var input = Fixture.Load(name);
        var output = new ArrayBufferWriter<byte>(65_536);
        long allocated = 0;
        for (var i = 0; i < 20; i++)
        {
            output.ResetWrittenCount();
            allocated = GC.GetAllocatedBytesForCurrentThread();
            codec.Compress(input, new(), output, default);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        // The options of the call itself.
        Assert.InRange(allocated, 0, 128);
    }

    [Fact]
    public void CanCompress_options_that_need_all_coefficients_ask_for_two_bytes_a_sample()
    {
        var usual = _codec.CanCompress(Header, new()).WorkingBytes;
        foreach (var options in new RecompressionOptions[] { new() { Progressive = true }, new() { ChromaSubsampling = ChromaSubsampling.Halve } })
        {
            var needed = new RecompressionCodec(options).CanCompress(Header, new()).WorkingBytes;
            Assert.InRange(needed - usual, 2 * 3 * Header.Pixels, 3 * 3 * Header.Pixels);
        }
    }
}
