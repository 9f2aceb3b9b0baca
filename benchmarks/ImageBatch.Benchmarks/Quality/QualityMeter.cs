using ImageBatch.Benchmarks.Native;

namespace ImageBatch.Benchmarks.Quality;

/// <summary>What an output has lost against its source, both decoded by libjpeg-turbo.</summary>
internal sealed class QualityMeter : IDisposable
{
    private readonly TurboJpegDecoder _decoder = new();
    private Picture? _source;
    private float[]? _sourceLuma;

    /// <summary>Takes a source; the outputs that follow are measured against it.</summary>
    public void Load(ReadOnlySpan<byte> source)
    {
        _source = Decode(source);
        _sourceLuma = _source.Luma();
    }

    public (double Psnr, double Ssim) Measure(ReadOnlySpan<byte> output)
    {
        var source = _source ?? throw new InvalidOperationException("No source is loaded.");
        var picture = Decode(output);
        var ssim = _sourceLuma is { } one && picture.Luma() is { } other
            ? StructuralSimilarity.Measure(one, other, source.Width, source.Height)
            : double.NaN;
        return (PeakSignalToNoise.Measure(source, picture), ssim);
    }

    public void Dispose() => _decoder.Dispose();

    private Picture Decode(ReadOnlySpan<byte> jpeg)
    {
        var frame = _decoder.Decode(jpeg);
        return new Picture(frame.Width, frame.Height, frame.Channels, _decoder.Read(frame).ToArray());
    }
}
