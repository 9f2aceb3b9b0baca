namespace ImageBatch.Codecs;

/// <summary>How far a palette may take an image from its pixels at a quality.</summary>
/// <remarks>
/// The error is the mean over all pixels of the squared distance of two colours: red, green and blue to the power of 0.55
/// of light and multiplied by alpha, all from 0 to 1; the larger of the squared differences on a black and on a white
/// background, summed over red, green and blue. Scale and distance are those of pngquant 2.17.
/// </remarks>
public static class PaletteError
{
    // sRGB samples come near the power of 1 ÷ 2.2 of light.
    private const double Power = 0.5499 / 0.45455;

    private static readonly double[] FromSample = [.. Enumerable.Range(0, 256).Select(i => Math.Pow(i / 255.0, Power))];

    /// <summary>
    /// The largest error that a quality from 1 to 100 allows:
    /// 2.5 ÷ (210 + q)^1.2 × (100.1 − q) ÷ 100 + max(0, 0.016 ÷ (0.001 + q) − 0.001).
    /// </summary>
    public static double Allowed(int quality) =>
        (2.5 / Math.Pow(210 + quality, 1.2) * (100.1 - quality) / 100) + Math.Max(0, (0.016 / (0.001 + quality)) - 0.001);

    /// <summary>The sum of the squared distances of pixels, four bytes each: red, green, blue, alpha, not premultiplied.</summary>
    /// <exception cref="ArgumentException">The spans differ in length, or hold part of a pixel.</exception>
    public static double Sum(ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> others)
    {
        if (pixels.Length != others.Length || pixels.Length % 4 != 0)
        {
            throw new ArgumentException("Both hold the same whole number of pixels of four bytes.", nameof(others));
        }

        var sum = 0.0;
        for (var i = 0; i < pixels.Length; i += 4)
        {
            sum += Distance(pixels.Slice(i, 4), others.Slice(i, 4));
        }

        return sum;
    }

    private static double Distance(ReadOnlySpan<byte> pixel, ReadOnlySpan<byte> other)
    {
        var (alpha, otherAlpha) = (pixel[3] / 255.0, other[3] / 255.0);
        var sum = 0.0;
        for (var i = 0; i < 3; i++)
        {
            var onBlack = (FromSample[pixel[i]] * alpha) - (FromSample[other[i]] * otherAlpha);
            var onWhite = onBlack - alpha + otherAlpha;
            sum += Math.Max(onBlack * onBlack, onWhite * onWhite);
        }

        return sum;
    }
}
