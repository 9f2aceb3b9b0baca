using ImageBatch.Codecs;
using SixLabors.ImageSharp;

namespace ImageBatch.ImageSharp.Decoding;

/// <summary>The size at which a JPEG that is scaled down is decoded.</summary>
internal static class ReducedSize
{
    // The decoder rounds a reduced side up, and what it rounds is stretched; of a smaller image that could be seen.
    private const long FewestPixels = 1_000_000;

    /// <summary>
    /// The least size, as stored, that the decoder may reduce to: twice the output's, so that its plain means of 2, 4 or 8
    /// samples leave the frequencies that the scaling keeps. Null where the image is decoded in full.
    /// </summary>
    public static Size? Of(TranscodeRequest request) =>
        !request.Resizes || request.Header.Pixels < FewestPixels ? null
        : request.Header.Orientation >= 5 ? new Size(2 * request.Height, 2 * request.Width)
        : new Size(2 * request.Width, 2 * request.Height);
}
