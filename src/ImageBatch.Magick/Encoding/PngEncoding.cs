using ImageBatch.Magick.Pixels;
using ImageMagick;

namespace ImageBatch.Magick.Encoding;

/// <summary>PNG by libpng: without loss, or by a palette where that is near enough and shorter.</summary>
internal static class PngEncoding
{
    /// <summary>Filters chosen row by row, of an image in colour; none of a palette's indices.</summary>
    private const string Adaptive = "5";

    /// <summary>None, though ImageMagick's documentation has it as the filter Sub.</summary>
    private const string None = "1";

    private const string DefaultStrategy = "0";
    private const string FilteredStrategy = "1";

    private const int SmallestLevel = 9;

    /// <summary>The highest level takes five times as long as this one, to save 5 % of a photograph.</summary>
    private const int UsualLevel = 6;

    private const long MostPixelsAtSmallestLevel = 4_000_000;

    public static void Write(IMagickImage<byte> image, int quality, bool keepMetadata, Stream output)
    {
        KeepChunks(image, keepMetadata);
        if (Colours.NeedsColour(image)
            && image.DetermineColorType() is ColorType.Bilevel or ColorType.Grayscale or ColorType.GrayscaleAlpha)
        {
            image.Settings.SetDefine(MagickFormat.Png, "color-type", image.HasAlpha ? "6" : "2");
        }

        using var palette = quality < 100 ? Palette.Of(image, quality) : null;
        var isSmall = (long)image.Width * image.Height <= MostPixelsAtSmallestLevel;
        if (palette is null)
        {
            output.Write(isSmall ? ShortestOf(image) : Encode(image, Adaptive, DefaultStrategy, UsualLevel));
            return;
        }

        // With alpha, ImageMagick loses the transparency of a palette that is asked for.
        if (!palette.HasAlpha)
        {
            palette.Settings.SetDefine(MagickFormat.Png, "color-type", "3");
        }

        // Without loss, only what is smooth or has few colours is shorter still: that shows at any level. What is grey with
        // alpha is written as such all the same, and is no photograph any more.
        var level = isSmall ? SmallestLevel : UsualLevel;
        var reduced = Encode(palette, Adaptive, DefaultStrategy, level);
        reduced = palette.HasAlpha ? Shorter(reduced, Encode(palette, None, DefaultStrategy, level)) : reduced;
        output.Write(Shorter(reduced, Encode(image, Adaptive, DefaultStrategy, UsualLevel)));
    }

    /// <summary>Which filters and which strategy of deflate suit an image, nothing but trying tells.</summary>
    private static byte[] ShortestOf(IMagickImage<byte> image) => Shorter(
        Encode(image, None, DefaultStrategy, SmallestLevel),
        Shorter(
            Encode(image, Adaptive, DefaultStrategy, SmallestLevel),
            Encode(image, Adaptive, FilteredStrategy, SmallestLevel)));

    private static byte[] Shorter(byte[] file, byte[] other) => other.Length < file.Length ? other : file;

    private static byte[] Encode(IMagickImage<byte> image, string filter, string strategy, int level)
    {
        image.Settings.SetDefine(MagickFormat.Png, "compression-level", level);
        image.Settings.SetDefine(MagickFormat.Png, "compression-filter", filter);
        image.Settings.SetDefine(MagickFormat.Png, "compression-strategy", strategy);
        return image.ToByteArray(MagickFormat.Png);
    }

    /// <summary>What the picture needs to look the same and its density; dates never, as outputs are the same each time.</summary>
    private static void KeepChunks(IMagickImage<byte> image, bool keepMetadata)
    {
        // Every property becomes a text chunk.
        foreach (var name in image.AttributeNames.Where(Metadata.IsOfCoder).ToArray())
        {
            image.RemoveAttribute(name);
        }

        if (keepMetadata)
        {
            image.Settings.SetDefine(MagickFormat.Png, "exclude-chunks", "date,tIME,oFFs,caNv");
            return;
        }

        // The profile is written only where text is not excluded; there is none left.
        image.Settings.SetDefine(MagickFormat.Png, "exclude-chunks", "all");
        image.Settings.SetDefine(MagickFormat.Png, "include-chunks", "cHRM,gAMA,iCCP,sRGB,pHYs,tRNS,zTXt");
    }
}
