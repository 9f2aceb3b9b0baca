using ImageBatch.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace ImageBatch.ImageSharp.Metadata;

/// <summary>Drops what an output must not say, or no longer says rightly.</summary>
internal static class Cleaner
{
    // NewSubfileType to ReferenceBlackWhite and StripRowCounts.
    private const ushort FirstTag = 254;
    private const ushort LastTag = 559;
    private const ushort XmpTag = 700;
    private const ushort IptcTag = 33723;
    private const ushort IccTag = 34675;

    // DocumentName, ImageDescription, Make, Model, PageName, PageNumber, Software, DateTime, Artist, HostComputer.
    private static readonly ushort[] DescribingTags = [269, 270, 271, 272, 285, 297, 305, 306, 315, 316];

    /// <summary>Drops EXIF, XMP, IPTC, comments and text; the ICC profile, the density and what an animation is stay.</summary>
    public static void DropMetadata(Image image)
    {
        var metadata = image.Metadata;
        (metadata.ExifProfile, metadata.XmpProfile, metadata.IptcProfile) = (null, null, null);
        foreach (var frame in image.Frames)
        {
            (frame.Metadata.ExifProfile, frame.Metadata.XmpProfile, frame.Metadata.IptcProfile) = (null, null, null);
        }

        if (metadata.TryGetGifMetadata(out var gif))
        {
            gif.Comments.Clear();
        }

        if (metadata.TryGetPngMetadata(out var png))
        {
            png.TextData.Clear();
        }
    }

    /// <summary>
    /// Keeps metadata, but for the orientation, which the pixels have now, and for what describes how the input was stored.
    /// </summary>
    public static void KeepMetadata(Image image, ImageFormat output)
    {
        var metadata = image.Metadata;
        var root = image.Frames.RootFrame.Metadata;

        // Where the library puts those of a TIFF, no other encoder looks for them.
        metadata.ExifProfile ??= root.ExifProfile;
        metadata.XmpProfile ??= root.XmpProfile;
        metadata.IptcProfile ??= root.IptcProfile;
        foreach (var frame in image.Frames)
        {
            Clean(frame.Metadata.ExifProfile);
            if (output != ImageFormat.Tiff)
            {
                frame.Metadata.ExifProfile = null;
            }
        }

        Clean(metadata.ExifProfile);
        metadata.ExifProfile = metadata.ExifProfile is { Values.Count: > 0 } ? metadata.ExifProfile : null;
    }

    /// <summary>
    /// Turns the density that the library gives to files that have none, 96 pixels an inch, into one that says nothing.
    /// </summary>
    public static void DropAssumedDensity(ImageMetadata metadata)
    {
        if (metadata is
            {
                ResolutionUnits: ImageMetadata.DefaultPixelResolutionUnits,
                HorizontalResolution: ImageMetadata.DefaultHorizontalResolution,
                VerticalResolution: ImageMetadata.DefaultVerticalResolution,
            })
        {
            metadata.ResolutionUnits = PixelResolutionUnit.AspectRatio;
            (metadata.HorizontalResolution, metadata.VerticalResolution) = (1, 1);
        }
    }

    /// <summary>Whether there is no density, or one of square pixels of unknown size.</summary>
    public static bool HasNoDensity(ImageMetadata metadata) =>
        metadata.ResolutionUnits == PixelResolutionUnit.AspectRatio
        && metadata.HorizontalResolution.Equals(metadata.VerticalResolution);

    private static void Clean(ExifProfile? profile)
    {
        foreach (var value in profile?.Values.ToArray() ?? [])
        {
            if (IsStructural((ushort)value.Tag))
            {
                profile!.RemoveValue(value.Tag);
            }
        }
    }

    /// <summary>
    /// Whether a tag says how an image is stored or shown (TIFF 6.0, part 1 to 3; the orientation is one), or holds what the
    /// library has as a profile of its own: XMP, IPTC, ICC.
    /// </summary>
    private static bool IsStructural(ushort tag) => tag is XmpTag or IptcTag or IccTag
        || (tag is >= FirstTag and <= LastTag && !DescribingTags.Contains(tag));
}
