namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>The error that a quality allows a palette.</summary>
/// <remarks>
/// The scale is that of pngquant (its function <c>quality_to_mse</c>, version 2.17), which follows the qualities of
/// JPEG: 2.5 ÷ (210 + q)^1.2 × (100.1 − q) ÷ 100, and more below quality 16 or so: + max(0, 0.016 ÷ (0.001 + q) − 0.001).
/// The error is the mean of <see cref="PerceptualColour"/>'s squared distances over all pixels.
/// </remarks>
internal static class QualityBound
{
    public static double Of(int quality) =>
        (2.5 / Math.Pow(210 + quality, 1.2) * (100.1 - quality) / 100) + Math.Max(0, (0.016 / (0.001 + quality)) - 0.001);
}
