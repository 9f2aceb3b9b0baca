using ImageBatch.Model;

namespace ImageBatch.Recompression;

/// <summary>The error of what is not taken: it passes the image on to the next codec.</summary>
internal static class Refusal
{
    public static ImageException Of(string found) => new(
        ImageErrorCodes.ImageUnsupported, $"Recompression does not take {found}.");
}
