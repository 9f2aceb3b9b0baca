namespace ImageBatch.Benchmarks.Quality;

/// <summary>Peak signal-to-noise ratio: 10 log10(255² / mean squared error), the mean over all samples of all channels.</summary>
internal static class PeakSignalToNoise
{
    /// <summary>In decibel; infinite where the pictures are equal.</summary>
    public static double Measure(Picture one, Picture other)
    {
        if (one.Samples.Length != other.Samples.Length || one.Channels != other.Channels)
        {
            throw new ArgumentException("The pictures differ in shape.", nameof(other));
        }

        long squares = 0;
        for (var i = 0; i < one.Samples.Length; i++)
        {
            var difference = one.Samples[i] - other.Samples[i];
            squares += difference * difference;
        }

        return 10 * Math.Log10(255.0 * 255.0 * one.Samples.Length / squares);
    }
}
