using ImageBatch.Model;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>The ways in which a JPEG can be broken.</summary>
internal static class JpegErrors
{
    public static ImageException Corrupt(string what) =>
        new(ImageErrorCodes.ImageCorrupt, $"The JPEG is corrupt: {what}.");

    public static ImageException Truncated() =>
        new(ImageErrorCodes.ImageTruncated, "The JPEG ends before its image does.");
}
