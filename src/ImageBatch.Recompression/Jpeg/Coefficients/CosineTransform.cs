namespace ImageBatch.Recompression.Jpeg.Coefficients;

/// <summary>The orthonormal cosine transform of 8 samples; done in both directions it is that of T.81, A.3.3.</summary>
internal static class CosineTransform
{
    /// <summary>What a sample, 0 to 7, counts for in a frequency, 0 to 7.</summary>
    public static double Basis(int frequency, int sample) =>
        Math.Cos(((2 * sample) + 1) * frequency * Math.PI / 16) * (frequency == 0 ? Math.Sqrt(0.125) : 0.5);
}
