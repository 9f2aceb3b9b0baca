using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.Benchmarks.Quality;

/// <summary>What outputs have lost against their sources.</summary>
internal sealed class QualityMeter : IDisposable
{
    private static readonly (double Psnr, double Ssim) Nothing = (double.NaN, double.NaN);

    private readonly PictureDecoder _decoder = new();

    /// <summary>PSNR and SSIM; NaN where one of the two cannot be decoded here, or where they differ in size.</summary>
    /// <remarks>
    /// Some contenders keep the orientation of a JPEG, some turn its pixels, and the yardstick forgets it: the source
    /// counts as it is stored or as it is shown, whichever is nearer.
    /// </remarks>
    public (double Psnr, double Ssim) Measure(ReadOnlySpan<byte> source, ReadOnlySpan<byte> output)
    {
        var header = ImageHeaderReader.Read(source);
        var asRgb = header.Format != ImageFormat.Jpeg || ImageHeaderReader.Read(output).Format != ImageFormat.Jpeg;
        if (_decoder.Decode(source, asRgb) is not { } stored || _decoder.Decode(output, asRgb) is not { } other)
        {
            return Nothing;
        }

        var quality = Measure(stored, other);
        var shown = asRgb || header.Orientation == 1 ? Nothing : Measure(stored.Turned(header.Orientation), other);
        return quality.Psnr >= shown.Psnr || double.IsNaN(shown.Psnr) ? quality : shown;
    }

    private static (double Psnr, double Ssim) Measure(Picture one, Picture other)
    {
        if ((one.Width, one.Height, one.Channels) != (other.Width, other.Height, other.Channels))
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
