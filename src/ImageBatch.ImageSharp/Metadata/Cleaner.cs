using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace ImageBatch.ImageSharp.Metadata;

/// <summary>Drops what an output must not say, or no longer says rightly.</summary>
internal static class Cleaner
{
    /// <summary>
    /// Drops EXIF, XMP, IPTC, comments and text, or, where they are kept, what they say of how the input was stored: the
    /// orientation is one of that, and the pixels have it now. The profile and the density stay.
    /// </summary>
    public static void Clean(Image image, ImageFormat output, bool keepMetadata)
    {
        var (metadata, root) = (image.Metadata, image.Frames.RootFrame.Metadata);
        DropAssumedDensity(metadata);

        // The library puts those of a TIFF to its pages, where no other encoder looks for them.
        metadata.ExifProfile = keepMetadata ? Cleaned(metadata.ExifProfile ?? root.ExifProfile) : null;
        metadata.XmpProfile = keepMetadata ? metadata.XmpProfile ?? root.XmpProfile : null;
        metadata.IptcProfile = keepMetadata ? metadata.IptcProfile ?? root.IptcProfile : null;
        foreach (var frame in image.Frames)
        {
            (frame.Metadata.ExifProfile, frame.Metadata.XmpProfile, frame.Metadata.IptcProfile) = (null, null, null);
        }

        if (output == ImageFormat.Tiff)
        {
            (root.ExifProfile, root.XmpProfile) = (metadata.ExifProfile, metadata.XmpProfile);
        }

        if (!keepMetadata)
        {
            metadata.GetGifMetadata().Comments.Clear();
            metadata.GetPngMetadata().TextData.Clear();
        }
    }

    /// <summary>
    /// Turns the density that the library gives to files that have none, 96 pixels an inch, into one that says nothing.
    /// </summary>
    private static void DropAssumedDensity(ImageMetadata metadata)
    {
        if (metadata is { ResolutionUnits: PixelResolutionUnit.PixelsPerInch, HorizontalResolution: 96, VerticalResolution: 96 })
        {
            metadata.ResolutionUnits = PixelResolutionUnit.AspectRatio;
            (metadata.HorizontalResolution, metadata.VerticalResolution) = (1, 1);
        }
    }

    private static ExifProfile? Cleaned(ExifProfile? profile)
    {
        foreach (var value in profile?.Values.Where(value => IsStructural((ushort)value.Tag)).ToArray() ?? [])
        {
            profile!.RemoveValue(value.Tag);
        }

        return profile is { Values.Count: > 0 } ? profile : null;
    }

    /// <summary>
    /// Whether a tag says how an image is stored or shown (TIFF 6.0, parts 1 to 3; the orientation is one), or holds what the
    /// library has as a profile of its own: XMP, IPTC, ICC.
    /// </summary>
    private static bool IsStructural(ushort tag) => tag switch
    {
        // DocumentName, ImageDescription, Make, Model; PageName; PageNumber; Software, DateTime; Artist, HostComputer.
        (>= 269 and <= 272) or 285 or 297 or 305 or 306 or 315 or 316 => false,

        // NewSubfileType to ReferenceBlackWhite and StripRowCounts; XMP, IPTC, ICC.
        (>= 254 and <= 559) or 700 or 33723 or 34675 => true,
        _ => false,
    };
}
