using System.Buffers;
using ImageBatch.Model;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;

namespace ImageBatch.ImageSharp.Tests.Limits;

public sealed class LimitTests
{
    private static readonly byte[] Picture = TestPictures.Encode(200, 100, new PngEncoder());

    [Fact]
    public void Compress_more_pixels_than_allowed_is_too_many_pixels()
    {
        Assert.Null(ErrorOf(new ImageSharpOptions { MaxPixels = 20_000 }, Picture));
        Assert.Equal(ImageErrorCodes.ImageTooManyPixels, ErrorOf(new ImageSharpOptions { MaxPixels = 19_999 }, Picture));
    }

    [Fact]
    public void Compress_more_memory_than_allowed_is_too_many_pixels()
    {
        var large = TestPictures.Encode(1_000, 600, new JpegEncoder());

        Assert.Equal(ImageErrorCodes.ImageTooManyPixels, ErrorOf(new ImageSharpOptions { MaxMegabytes = 1 }, large));
        Assert.Null(ErrorOf(new ImageSharpOptions { MaxMegabytes = 4 }, large));
    }

    [Fact]
    public void Compress_cancelled_before_or_meanwhile_stops()
    {
        var codec = new ImageSharpCodec(new ImageSharpOptions());
        var large = TestPictures.Encode(3_000, 2_000, new JpegEncoder());
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        Assert.ThrowsAny<OperationCanceledException>(() => codec.Compress(
            large, new CompressionOptions { Format = OutputFormat.Png }, new ArrayBufferWriter<byte>(), new CancellationToken(true)));
        Assert.ThrowsAny<OperationCanceledException>(() => codec.Compress(
            large, new CompressionOptions { Format = OutputFormat.Png }, new ArrayBufferWriter<byte>(), soon.Token));
    }

    private static string? ErrorOf(ImageSharpOptions options, byte[] file)
    {
        var failure = Record.Exception(() => new ImageSharpCodec(options).Compress(
            file, new CompressionOptions { Quality = 100, MaxWidth = 50 }, new ArrayBufferWriter<byte>(), CancellationToken.None));
        return failure is null ? null : Assert.IsType<ImageException>(failure).Code;
    }
}
