using ImageMagick;

namespace ImageBatch.Magick.Pixels;

/// <summary>Drops what does not belong to the picture.</summary>
internal static class Metadata
{
    private const string ColourProfile = "icc";

    /// <summary>Drops every profile but the colour's, and every property: comments, texts, EXIF values, dates.</summary>
    public static void Drop(IMagickImage<byte> image)
    {
        foreach (var name in image.ProfileNames.Where(name => name != ColourProfile).ToArray())
        {
            image.RemoveProfile(name);
        }

        foreach (var name in image.AttributeNames.Where(name => !IsOfCoder(name)).ToArray())
        {
            image.RemoveAttribute(name);
        }
    }

    /// <summary>Keeps all, but EXIF says no more that the picture is to be turned, and shows no older one.</summary>
    public static void Keep(IMagickImage<byte> image)
    {
        if (image.GetExifProfile() is { } profile)
        {
            if (profile.GetValue(ExifTag.Orientation) is not null)
            {
                profile.SetValue(ExifTag.Orientation, (ushort)1);
            }

            profile.RemoveThumbnail();
            image.SetProfile(profile);
        }

        foreach (var name in image.AttributeNames.Where(name => name.StartsWith("date:", StringComparison.Ordinal)).ToArray())
        {
            image.RemoveAttribute(name);
        }
    }

    /// <summary>
    /// Whether a property is none of the file: the encoder asks what a JPEG's colour was sampled by, and the coalescing of
    /// WebP frames how they blend.
    /// </summary>
    public static bool IsOfCoder(string name) =>
        name.StartsWith("jpeg:", StringComparison.Ordinal) || name.StartsWith("webp:", StringComparison.Ordinal);
}
