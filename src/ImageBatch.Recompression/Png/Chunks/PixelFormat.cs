namespace ImageBatch.Recompression.Png.Chunks;

/// <summary>How pixels are stored: colour type and bits a sample.</summary>
internal readonly record struct PixelFormat(ColourType Type, int Depth)
{
    public int Channels => Type switch
    {
        ColourType.Rgb => 3,
        ColourType.GreyAlpha => 2,
        ColourType.Rgba => 4,
        _ => 1,
    };

    public int BitsPerPixel => Channels * Depth;

    /// <summary>The distance that filters look back, at least one byte (PNG, clause 9.2).</summary>
    public int FilterDistance => Math.Max(1, BitsPerPixel / 8);

    /// <summary>Whether the samples are a colour each, or its parts, and not grey.</summary>
    public bool IsColour => Type is ColourType.Rgb or ColourType.Rgba or ColourType.Palette;

    /// <summary>Whether the pair is one of table 12.</summary>
    public bool IsLegal => Type switch
    {
        ColourType.Grey => Depth is 1 or 2 or 4 or 8 or 16,
        ColourType.Palette => Depth is 1 or 2 or 4 or 8,
        ColourType.Rgb or ColourType.GreyAlpha or ColourType.Rgba => Depth is 8 or 16,
        _ => false,
    };

    /// <summary>The fewest bits that a place among so many colours takes.</summary>
    public static int PaletteDepth(int colours) => colours switch { <= 2 => 1, <= 4 => 2, <= 16 => 4, _ => 8 };

    /// <summary>Bytes of a row, without its filter.</summary>
    public long RowBytes(int width) => (((long)width * BitsPerPixel) + 7) / 8;
}
