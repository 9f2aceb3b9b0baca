using System.Buffers;
using ImageBatch.Codecs;
using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick.Tests;

public sealed class LimitTests
{
    [Fact]
    public void Compress_morePixelsThanAllowed_isTooManyPixels()
    {
        var picture = TestPictures.Plain(2_000, 2_000);
        Assert.Null(ErrorOf(new MagickOptions { MaxPixels = 4_000_000 }, picture));
        Assert.Equal(ImageErrorCodes.ImageTooManyPixels, ErrorOf(new MagickOptions { MaxPixels = 3_999_999 }, picture));
    }

    [Fact]
    public void Compress_longerSideThanAllowed_isTooManyPixels()
    {
        var picture = TestPictures.Plain(4_000, 2);
        Assert.Null(ErrorOf(new MagickOptions { MaxSide = 4_000 }, picture));
        Assert.Equal(ImageErrorCodes.ImageTooManyPixels, ErrorOf(new MagickOptions { MaxSide = 3_999 }, picture));
    }

    [Fact]
    public void Compress_moreFramesThanAllowed_isTooManyPixels()
    {
        var animation = TestPictures.Animation(100);
        Assert.Null(ErrorOf(new MagickOptions { MaxFrames = 100 }, animation));
        Assert.Equal(ImageErrorCodes.ImageTooManyPixels, ErrorOf(new MagickOptions { MaxFrames = 99 }, animation));
    }

    [Fact]
    public void Create_lowersTheLimitsOfTheProcess_andNeverRaisesThem()
    {
        _ = new MagickCodec(new MagickOptions());
        var (area, width) = (ResourceLimits.Area, ResourceLimits.Width);

        _ = new MagickCodec(new MagickOptions { MaxPixels = long.MaxValue - 1, MaxSide = 1_000_000 });

        Assert.Equal((area, width), (ResourceLimits.Area, ResourceLimits.Width));
        Assert.Equal((1UL, 0UL), (ResourceLimits.Thread, ResourceLimits.Disk));
        Assert.True(ResourceLimits.Memory <= (1UL << 30) + 1, $"{ResourceLimits.Memory}");
    }

    [Fact]
    public void Compress_cancelledBeforeOrMeanwhile_stops()
    {
        var codec = new MagickCodec(new MagickOptions());
        var large = TestPictures.Noise(1_600, 1_200, MagickFormat.Jpeg);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));

        foreach (var token in new[] { new CancellationToken(true), soon.Token })
        {
            Assert.ThrowsAny<OperationCanceledException>(() => codec.Compress(
                large, new CompressionOptions { Format = OutputFormat.Png }, new ArrayBufferWriter<byte>(), token));
        }
    }

    [Fact]
    public void WorkingMemory_ofLargerImages_isMore_andNeverOverflows()
    {
        long Bytes(int side, OutputFormat format) => WorkingMemory.Of(TranscodeRequest.Of(
            new() { Format = ImageFormat.Gif, Width = side, Height = side, Frames = side, Length = 1 }, new() { Format = format }));

        Assert.True(Bytes(100, OutputFormat.WebP) < Bytes(200, OutputFormat.WebP));
        Assert.True(Bytes(200, OutputFormat.Jpeg) < Bytes(200, OutputFormat.Png));
        Assert.Equal(long.MaxValue, Bytes(int.MaxValue, OutputFormat.Jpeg));
    }

    private static string? ErrorOf(MagickOptions options, byte[] file)
    {
        // The limits become those of the process, and are beyond what any other test needs.
        var failure = Record.Exception(() => new MagickCodec(options).Compress(
            file, new CompressionOptions { Quality = 100, MaxWidth = 50 }, new ArrayBufferWriter<byte>(), CancellationToken.None));
        return failure is null ? null : Assert.IsType<ImageException>(failure).Code;
    }
}
