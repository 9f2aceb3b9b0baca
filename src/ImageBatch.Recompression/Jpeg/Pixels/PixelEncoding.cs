namespace ImageBatch.Recompression.Jpeg.Pixels;

/// <summary>How pixels become a JPEG.</summary>
/// <param name="Quality">1 to 100, on the scale of the Independent JPEG Group.</param>
/// <param name="IsColour">Whether there are three components and not one.</param>
/// <param name="IsHalved">Whether chrominance has half the resolution in both directions (4:2:0).</param>
/// <param name="IsProgressive">Whether the scans are progressive.</param>
internal readonly record struct PixelEncoding(int Quality, bool IsColour, bool IsHalved, bool IsProgressive)
{
    /// <summary>Width and height of a minimum coded unit in pixels.</summary>
    public int UnitSide => IsColour && IsHalved ? 16 : 8;
}
