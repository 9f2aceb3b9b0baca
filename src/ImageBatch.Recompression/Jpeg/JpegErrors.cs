using ImageBatch.Model;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>The three ways in which a JPEG can fail.</summary>
internal static class JpegErrors
{
    public static ImageException Corrupt(string what) =>
        new(ImageErrorCodes.ImageCorrupt, $"The JPEG is corrupt: {what}.");

    public static ImageException Truncated() =>
        new(ImageErrorCodes.ImageTruncated, "The JPEG ends before its image does.");

    public static ImageException Unsupported(string found) => new(
        ImageErrorCodes.ImageUnsupported,
        $"Recompression does not take {found}; the packages ImageBatch.ImageSharp and ImageBatch.Magick may.");
}
