using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.Benchmarks.Quality;

/// <summary>What outputs have lost against their sources.</summary>
internal sealed class QualityMeter : IDisposable
{
    private static readonly (double Psnr, double Ssim) Nothing = (double.NaN, double.NaN);

    private readonly PictureDecoder _decoder = new();

    /// <summary>PSNR and SSIM; NaN where one of the two cannot be decoded here, or where they differ in size.</summary>
    public (double Psnr, double Ssim) Measure(ReadOnlySpan<byte> source, ReadOnlySpan<byte> output)
    {
        var asRgb = ImageHeaderReader.Read(source).Format != ImageFormat.Jpeg
            || ImageHeaderReader.Read(output).Format != ImageFormat.Jpeg;
        if (_decoder.Decode(source, asRgb) is not { } one || _decoder.Decode(output, asRgb) is not { } other
            || (one.Width, one.Height, one.Channels) != (other.Width, other.Height, other.Channels))
        {
            return Nothing;
        }

        var ssim = one.Luma() is { } luma && other.Luma() is { } otherLuma
            ? StructuralSimilarity.Measure(luma, otherLuma, one.Width, one.Height)
            : double.NaN;
        return (PeakSignalToNoise.Measure(one, other), ssim);
    }

    public void Dispose() => _decoder.Dispose();
}
