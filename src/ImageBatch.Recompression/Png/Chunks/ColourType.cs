namespace ImageBatch.Recompression.Png.Chunks;

/// <summary>What the samples of a pixel are (PNG, table 9), by the numbers of IHDR.</summary>
internal enum ColourType : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
