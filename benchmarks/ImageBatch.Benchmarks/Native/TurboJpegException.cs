namespace ImageBatch.Benchmarks.Native;

/// <summary>What TurboJPEG says about a file; its warnings, of damaged data, count as errors.</summary>
internal sealed class TurboJpegException(string message) : Exception(message);
