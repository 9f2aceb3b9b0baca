using ImageBatch.Codecs;
using ImageBatch.Model;

namespace ImageBatch.Magick;

/// <summary>Where the frames of an animation, or the pages of a document, are in the output.</summary>
internal static class FrameSupport
{
    /// <summary>GIF and WebP animations stay such, GIF becomes WebP too, and TIFF keeps its pages.</summary>
    public static bool KeepsFrames(TranscodeRequest request) => (request.Header.Format, request.Format) switch
    {
        (ImageFormat.Gif, ImageFormat.Gif or ImageFormat.WebP) => true,
        (ImageFormat.WebP, ImageFormat.WebP) => true,
        (ImageFormat.Tiff, ImageFormat.Tiff) => true,
        _ => false,
    };

    /// <summary>How many frames the library decodes. The WebP coder decodes all even where one is asked for.</summary>
    public static int Decoded(TranscodeRequest request) =>
        KeepsFrames(request) || request.Header.Format == ImageFormat.WebP ? Math.Max(1, request.Header.Frames) : 1;

    /// <summary>What the owner of the image should know; null where every frame is kept.</summary>
    public static string? Note(TranscodeRequest request) => request.Header.Frames <= 1 || KeepsFrames(request)
        ? null
        : request.Header.Format == ImageFormat.Tiff
            ? $"Only the first of {request.Header.Frames} pages is in the output: {ImageFormats.NameOf(request.Format)} has no pages."
            : $"Only the first of {request.Header.Frames} frames is in the output: "
                + (request.Format is ImageFormat.Png or ImageFormat.Avif
                    ? $"Magick writes no animated {ImageFormats.NameOf(request.Format)}."
                    : $"{ImageFormats.NameOf(request.Format)} has no animation.");
}
