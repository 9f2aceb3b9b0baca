using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick.Pixels;

/// <summary>Turns pixels as the EXIF orientation says.</summary>
internal static class Turning
{
    /// <param name="image">One frame or page.</param>
    /// <param name="header">The file's header, which is believed where ImageMagick does not read the tag everywhere.</param>
    /// <param name="index">The number of the page, from 0: each page of a TIFF has an orientation of its own.</param>
    public static void Apply(IMagickImage<byte> image, ImageHeader header, int index)
    {
        image.Orientation = header.Format switch
        {
            // libheif has turned the pixels by the container's properties, and EXIF does not count in AVIF.
            ImageFormat.Avif => Orientation.TopLeft,
            ImageFormat.Tiff when index > 0 => image.Orientation,
            _ => (Orientation)header.Orientation,
        };
        image.AutoOrient();

        // Undefined is not written: neither as a tag of TIFF, nor as a chunk of PNG.
        image.Orientation = Orientation.Undefined;
    }
}
