using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick.Pixels;

/// <summary>Brings samples to a colour space that the output has, and keeps the ICC profile only where it fits them.</summary>
internal static class Colours
{
    /// <summary>Offset of the data colour space signature in a profile's header (ICC.1:2022, 7.2.6).</summary>
    private const int SpaceSignature = 16;

    /// <param name="image">One frame or page.</param>
    /// <param name="output">The format of the output.</param>
    /// <param name="toSrgb">Whether samples with a profile are converted to sRGB.</param>
    public static void Prepare(IMagickImage<byte> image, ImageFormat output, bool toSrgb)
    {
        var profile = image.GetColorProfile();
        var space = profile is null ? "" : SpaceOf(profile);
        switch (image.ColorSpace)
        {
            // TIFF alone has CMYK that is shown alike everywhere.
            case ColorSpace.CMYK when output == ImageFormat.Tiff && !toSrgb:
                Keep(image, space == "CMYK");
                break;
            case ColorSpace.CMYK:
                Convert(image, space == "CMYK" ? profile : null);
                break;
            case ColorSpace.Gray or ColorSpace.LinearGray:
                PrepareGrey(image, profile, space, output, toSrgb);
                break;
            case ColorSpace.sRGB or ColorSpace.RGB or ColorSpace.Undefined when profile is not null && space == "RGB " && toSrgb:
                Convert(image, profile);
                break;
            case ColorSpace.sRGB or ColorSpace.RGB or ColorSpace.Undefined:
                Keep(image, space == "RGB ");
                break;
            default:
                Convert(image, null);
                break;
        }

        // The library computes with eight bits. Encoders would write more for no gain, and crush to fewer what was scaled.
        image.Depth = 8;
    }

    /// <summary>Whether samples must be written as red, green and blue even where all are grey: the profile is of such.</summary>
    public static bool NeedsColour(IMagickImage<byte> image) => image.GetColorProfile() is { } profile && SpaceOf(profile) == "RGB ";

    private static void PrepareGrey(IMagickImage<byte> image, IColorProfile? profile, string space, ImageFormat output, bool toSrgb)
    {
        if (profile is null)
        {
            return;
        }

        switch (space)
        {
            case "GRAY" when !toSrgb && output is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Tiff:
                break;
            case "RGB " when !toSrgb:
                image.ColorSpace = ColorSpace.sRGB;
                break;
            default:
                Convert(image, space is "GRAY" or "RGB " ? profile : null);
                break;
        }
    }

    private static void Keep(IMagickImage<byte> image, bool fits)
    {
        if (!fits)
        {
            image.RemoveProfile("icc");
        }
    }

    /// <summary>
    /// Converts through the profile, or plainly where there is none or Little CMS cannot use it. What is left is sRGB, which
    /// needs no profile.
    /// </summary>
    private static void Convert(IMagickImage<byte> image, IColorProfile? profile)
    {
        var isConverted = false;
        if (profile is not null)
        {
            try
            {
                isConverted = image.TransformColorSpace(ColorProfiles.SRGB);
            }
            catch (MagickException exception) when (Failures.OfWorking(exception) is null)
            {
                // A broken profile says nothing of the picture.
            }
        }

        image.RemoveProfile("icc");
        if (!isConverted || image.ColorSpace == ColorSpace.CMYK)
        {
            image.ColorSpace = ColorSpace.sRGB;
        }
    }

    private static string SpaceOf(IColorProfile profile)
    {
        var bytes = profile.ToByteArray();
        return bytes.Length >= SpaceSignature + 4
            ? System.Text.Encoding.ASCII.GetString(bytes, SpaceSignature, 4)
            : "";
    }
}
