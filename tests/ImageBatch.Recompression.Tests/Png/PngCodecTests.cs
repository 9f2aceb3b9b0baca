using System.Buffers;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Recompression.Png;

namespace ImageBatch.Recompression.Tests.Png;

public sealed class PngCodecTests
{
    private static readonly ImageHeader Header = new()
    {
        Format = ImageFormat.Png,
        Width = 4000,
        Height = 3000,
        Length = 9_000_000,
        Components = 3,
        Precision = 8,
    };

    private readonly RecompressionCodec _codec = new(new RecompressionOptions());

    [Fact]
    public void CanCompress_answers_yes_with_memory_in_proportion_to_samples_and_file()
    {
        var answer = _codec.CanCompress(Header, new());

        Assert.True(answer.CanCompress);
        Assert.InRange(answer.WorkingBytes, (4 * Header.Pixels) + (2L * Header.Length), (5 * Header.Pixels) + (5L * Header.Length));
        Assert.InRange(_codec.CanCompress(Header with { Length = 1000 }, new()).WorkingBytes, 0, 10_000_000);
    }

    [Fact]
    public void CanCompress_what_is_too_large_a_conversion_or_a_change_of_size_answers_no()
    {
        var toJpeg = new CompressionOptions { Format = OutputFormat.Jpeg };
        Assert.Equal("a conversion to WebP", _codec.CanCompress(Header, new() { Format = OutputFormat.WebP }).Reason);
        Assert.Equal("a change of size", _codec.CanCompress(Header, toJpeg with { MaxHeight = 2999 }).Reason);
        Assert.Equal(
            "a conversion to JPEG of a side of more than 65,500 pixels", _codec.CanCompress(Header with { Width = 65_501, Height = 2 }, toJpeg).Reason);
        Assert.Equal(
            "a conversion to JPEG of more than 50,000,000 samples", _codec.CanCompress(Header with { Width = 5000, Height = 7000 }, toJpeg).Reason);
        Assert.Equal(
            "a conversion to JPEG of more than 50,000,000 samples",
            _codec.CanCompress(Header with { Width = 5000, Height = 4000 }, toJpeg with { Quality = 90 }).Reason);
        Assert.True(_codec.CanCompress(Header with { Width = 5000, Height = 4000 }, toJpeg).CanCompress);
        Assert.Equal("a change of size", _codec.CanCompress(Header, new() { MaxWidth = 3999 }).Reason);
        Assert.Equal("PNG with a side of more than 65,535 pixels", _codec.CanCompress(Header with { Width = 65_536 }, new()).Reason);
        Assert.Equal("PNG of more than 1 GiB of samples", _codec.CanCompress(Header with { Width = 60_000, Height = 6000 }, new()).Reason);
        Assert.True(_codec.CanCompress(Header, new() { Format = OutputFormat.Png, MaxWidth = 4000 }).CanCompress);
    }

    [Fact]
    public void Compress_a_conversion_or_a_change_of_size_is_unsupported()
    {
        var input = PngBytes.File(PngImage.Picture(30, 20, 2, 8));
        foreach (var options in new CompressionOptions[] { new() { MaxWidth = 29 }, new() { MaxHeight = 19 }, new() { Format = OutputFormat.WebP } })
        {
            var exception = Assert.Throws<ImageException>(() => _codec.Compress(input, options, new ArrayBufferWriter<byte>(), default));
            Assert.Equal(ImageErrorCodes.ImageUnsupported, exception.Code);
        }
    }

    [Theory]
    [InlineData(1200, 900, 2, 8, false, 50)]
    [InlineData(1200, 900, 2, 8, false, 50, true)]
    [InlineData(1200, 900, 2, 8, false, 95, true)]
    [InlineData(1200, 900, 2, 8, false, 50, true, true)]
    [InlineData(1200, 900, 2, 8, false, 100, false, false, OutputFormat.Jpeg)]
    [InlineData(1200, 900, 6, 16, false, 100, false, true, OutputFormat.Jpeg)]
    [InlineData(1200, 900, 2, 8, false, 100)]
    [InlineData(700, 1100, 6, 16, true, 50)]
    [InlineData(60_000, 20, 6, 8, false, 50)]
    [InlineData(3000, 2500, 3, 1, true, 50)]
    [InlineData(1, 1, 0, 1, false, 50)]
    public void Compress_cold_allocates_less_than_was_said(
        int width, int height, int type, int depth, bool isInterlaced, int quality, bool mayBeJpeg = false, bool isProgressive = false, OutputFormat format = OutputFormat.Preserve)
    {
        var input = PngBytes.File(PngImage.Picture(width, height, type, depth) with { IsInterlaced = isInterlaced });
        var options = new CompressionOptions { Quality = quality, Format = format };
        var settings = new RecompressionOptions { OpaquePngToJpeg = mayBeJpeg, Progressive = isProgressive };
        var said = new RecompressionCodec(settings).CanCompress(ImageHeaderReader.Read(input), options).WorkingBytes;
        var output = new ArrayBufferWriter<byte>(4 * input.Length);
        var recompressor = new PngRecompressor();
        var before = GC.GetAllocatedBytesForCurrentThread();
        recompressor.Recompress(input, options, settings, output, default);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        recompressor.Reset();

        // A deflate stream takes half a megabyte besides, which the runtime does not count.
        Assert.InRange(allocated, 0, said - 600_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compress_warm_allocates_little_but_streams(bool mayBeJpeg)
    {
        var input = PngBytes.File(PngImage.Photo(200, 150));
        var output = new ArrayBufferWriter<byte>(input.Length);
        var codec = new RecompressionCodec(new() { OpaquePngToJpeg = mayBeJpeg });
        long allocated = 0;
        for (var i = 0; i < 10; i++)
        {
            output.ResetWrittenCount();
            allocated = GC.GetAllocatedBytesForCurrentThread();
            codec.Compress(input, new(), output, default);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        Assert.InRange(allocated, 0, 40_000);
    }

    [Fact]
    public void Compress_gives_the_same_bytes_on_many_threads()
    {
        var inputs = new[] { (2, 8), (6, 8), (3, 4), (0, 16), (4, 8) }
            .Select(kind => PngBytes.File(PngImage.Picture(90, 70, kind.Item1, kind.Item2))).ToArray();
        var expected = inputs.Select(input => Fixture.Compress(input).Output).ToArray();
        Parallel.For(0, 80, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var input = inputs[i % inputs.Length];

            // A failure in between must leave nothing behind in what the next call reuses.
            _ = Fixture.ErrorCode(input.AsMemory(0, input.Length / 2));
            Assert.Equal(expected[i % inputs.Length], Fixture.Compress(input).Output);
        });
    }

    [Fact]
    public void Compress_cancelled_before_or_meanwhile_throws_and_writes_nothing()
    {
        var input = PngBytes.File(PngImage.Picture(1500, 1500, 2, 8));
        using var soon = new CancellationTokenSource();
        var output = new ArrayBufferWriter<byte>();
        soon.CancelAfter(1);

        Assert.ThrowsAny<OperationCanceledException>(() => _codec.Compress(input, new(), output, new(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => _codec.Compress(input, new(), output, soon.Token));
        Assert.Equal(0, output.WrittenCount);
    }
}
