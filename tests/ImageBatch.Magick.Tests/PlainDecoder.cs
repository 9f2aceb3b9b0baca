using ImageBatch.Conformance;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Recompression.Tests.Png;
using ImageMagick;

namespace ImageBatch.Magick.Tests;

/// <summary>
/// Decodes by ImageMagick's own defaults, without anything of the codec under test: the library reads all formats that the
/// codec writes, and no other decoder does. Only of an animated PNG it shows but the first frame.
/// </summary>
internal static class PlainDecoder
{
    public static DecodedImage Decode(ReadOnlyMemory<byte> file)
    {
        var header = ImageHeaderReader.Read(file.Span);
        using var images = new MagickImageCollection(file.Span, Enum.Parse<MagickFormat>($"{header.Format}", ignoreCase: true));
        if (images.Count > 1 && header.Format is ImageFormat.Gif or ImageFormat.WebP)
        {
            images.Coalesce();
        }

        var profile = images[0].GetColorProfile()?.ToByteArray();
        return new DecodedImage(
            header is { Format: ImageFormat.Png, Frames: > 1 }
                ? ReferenceFrames.Decode(file.ToArray())
                : [.. images.Select(image => Show(image, header))],
            profile);
    }

    private static RgbaPicture Show(IMagickImage<byte> image, ImageHeader header)
    {
        if (header.Format != ImageFormat.Avif)
        {
            image.Orientation = (Orientation)header.Orientation;
            image.AutoOrient();
        }

        // Samples as they are stored: with a profile, a change of colour space would go through it.
        if (image.ColorSpace == ColorSpace.CMYK)
        {
            image.RemoveProfile("icc");
            image.ColorSpace = ColorSpace.sRGB;
        }

        using var pixels = image.GetPixels();
        return new RgbaPicture((int)image.Width, (int)image.Height, pixels.ToByteArray("RGBA"));
    }
}
