using ImageBatch.Model;

namespace ImageBatch.Recompression.Png;

/// <summary>The ways in which a PNG can be broken.</summary>
internal static class PngErrors
{
    public static ImageException Corrupt(string what, Exception? cause = null) =>
        new(ImageErrorCodes.ImageCorrupt, $"The PNG is corrupt: {what}.", cause);

    public static ImageException Truncated() =>
        new(ImageErrorCodes.ImageTruncated, "The PNG ends before its image does.");
}
