using ImageBatch.Codecs;
using ImageBatch.Model;

namespace ImageBatch.ImageSharp.Decoding;

/// <summary>How many frames of an image are decoded, and what is said where that is not all.</summary>
internal static class FrameChoice
{
    /// <summary>Whether all frames or pages are decoded; else the first is.</summary>
    public static bool KeepsAll(TranscodeRequest request) =>
        request.Header.Frames > 1
        && (IsAnimation(request.Header.Format) ? IsAnimation(request.Format) : request.Format == request.Header.Format);

    /// <summary>Pixels of all frames that are decoded.</summary>
    /// <remarks>A PNG's still picture may be one more than the frames that it counts.</remarks>
    public static double Pixels(TranscodeRequest request) =>
        (double)request.Header.Pixels * Count(request);

    /// <summary>The number of frames that are decoded.</summary>
    public static int Count(TranscodeRequest request) =>
        !KeepsAll(request) ? 1 : request.Header.Frames + (request.Header.Format == ImageFormat.Png ? 1 : 0);

    /// <summary>What the owner of the image should know of its frames, or null.</summary>
    public static string? Note(TranscodeRequest request)
    {
        var (frames, abilities) = IsAnimation(request.Header.Format) ? ("frames", "animation") : ("pages", "pages");
        return request.Header.Frames > 1 && !KeepsAll(request)
            ? $"Only the first of {request.Header.Frames} {frames} is in the output: {ImageFormats.NameOf(request.Format)} has no {abilities}."
            : null;
    }

    private static bool IsAnimation(ImageFormat format) => format is ImageFormat.Gif or ImageFormat.WebP or ImageFormat.Png;
}
