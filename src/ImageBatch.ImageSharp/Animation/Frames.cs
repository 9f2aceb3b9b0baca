using ImageBatch.Codecs;
using ImageBatch.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata;

namespace ImageBatch.ImageSharp.Animation;

/// <summary>Says to the encoder what the decoded frames are: whole pictures, one replacing the other.</summary>
/// <remarks>
/// Decoders put partial frames on what is below them, and keep how the file said to do so. To repeat that with whole frames
/// lets shine through what is below a transparent pixel; only GIF has no other way.
/// </remarks>
internal static class Frames
{
    /// <summary>Prepares the frames of an animation; of a still image and of pages there is nothing to prepare.</summary>
    public static void Prepare(Image image, TranscodeRequest request)
    {
        if (image.Frames.Count == 1)
        {
            return;
        }

        DropStillPicture(image, request);
        switch (request.Format)
        {
            case ImageFormat.WebP:
                ForWebP(image);
                break;
            case ImageFormat.Png:
                ForPng(image);
                break;
            case ImageFormat.Gif when request.Resizes:
                ForOtherColours(image);
                break;
        }
    }

    /// <summary>A PNG may show one picture where animation is unknown, and others where not; only PNG can say that.</summary>
    private static void DropStillPicture(Image image, TranscodeRequest request)
    {
        if (request.Format != ImageFormat.Png
            && image.Metadata.TryGetPngMetadata(out var png)
            && !png.AnimateRootFrame)
        {
            image.Frames.RemoveFrame(0);
        }
    }

    private static void ForWebP(Image image)
    {
        var loops = LoopsOf(image.Metadata);
        foreach (var frame in image.Frames)
        {
            var milliseconds = MillisecondsOf(frame.Metadata);
            var webp = frame.Metadata.GetWebpMetadata();
            webp.FrameDelay = (uint)Math.Round(milliseconds);
            webp.BlendMethod = WebpBlendMethod.Source;
            webp.DisposalMethod = WebpDisposalMethod.DoNotDispose;
        }

        var animation = image.Metadata.GetWebpMetadata();
        animation.RepeatCount = (ushort)Math.Min(loops, ushort.MaxValue);
        animation.BackgroundColor = Color.Transparent;
    }

    private static void ForPng(Image image)
    {
        var loops = LoopsOf(image.Metadata);
        foreach (var frame in image.Frames)
        {
            var milliseconds = MillisecondsOf(frame.Metadata);
            var png = frame.Metadata.GetPngMetadata();
            png.FrameDelay = new Rational((uint)Math.Round(milliseconds), 1_000);
            png.BlendMethod = PngBlendMethod.Source;
            png.DisposalMethod = PngDisposalMethod.DoNotDispose;
        }

        image.Metadata.GetPngMetadata().RepeatCount = loops;
    }

    /// <summary>Scaled pixels have other colours than the tables of the file, and other transparent ones.</summary>
    private static void ForOtherColours(Image image)
    {
        image.Metadata.GetGifMetadata().GlobalColorTable = null;
        foreach (var frame in image.Frames)
        {
            var gif = frame.Metadata.GetGifMetadata();
            (gif.LocalColorTable, gif.HasTransparency, gif.TransparencyIndex) = (null, false, 0);
        }
    }

    /// <summary>How often the animation is shown; 0 for without end.</summary>
    private static uint LoopsOf(ImageMetadata metadata) =>
        metadata.TryGetGifMetadata(out var gif) ? gif.RepeatCount
        : metadata.TryGetPngMetadata(out var png) ? png.RepeatCount
        : metadata.GetWebpMetadata().RepeatCount;

    private static double MillisecondsOf(ImageFrameMetadata metadata) =>
        metadata.TryGetGifMetadata(out var gif) ? 10.0 * gif.FrameDelay
        : metadata.TryGetPngMetadata(out var png) ? MillisecondsOf(png.FrameDelay)
        : metadata.GetWebpMetadata().FrameDelay;

    /// <summary>Seconds of a PNG's frame; a denominator of 0 stands for 100 (third edition, 11.3.6.2).</summary>
    private static double MillisecondsOf(Rational seconds) =>
        1_000.0 * seconds.Numerator / (seconds.Denominator == 0 ? 100 : seconds.Denominator);
}
