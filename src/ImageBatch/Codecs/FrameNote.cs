using ImageBatch.Model;

namespace ImageBatch.Codecs;

/// <summary>What the owner of an image should know of frames that are not in the output.</summary>
public static class FrameNote
{
    /// <summary>The note of an output with the first frame of an animation, or the first page of a document.</summary>
    /// <param name="header">The input, of more than one frame.</param>
    /// <param name="output">The format of the output.</param>
    /// <param name="reason">Why, as a clause without full stop; null says that the format has no such thing.</param>
    public static string FirstOnly(ImageHeader header, ImageFormat output, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(header);
        var (frames, ability) = header.Format == ImageFormat.Tiff ? ("pages", "pages") : ("frames", "animation");
        return $"Only the first of {header.Frames} {frames} is in the output: {reason ?? $"{ImageFormats.NameOf(output)} has no {ability}"}.";
    }
}
