using ImageBatch.Recompression.Jpeg.Coefficients;
using ImageBatch.Recompression.Jpeg.Decoding;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Metadata;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>Takes images whose coefficients come bit by bit, in several scans, by way of planes.</summary>
/// <param name="useVectors">Whether AVX2 may be used where the CPU has it.</param>
internal sealed class PlaneRecoder(bool useVectors)
{
    private readonly CoefficientImage _image = new();
    private readonly ProgressiveDcDecoder _dc = new();
    private readonly ProgressiveDecoder _ac = new();
    private readonly PlaneReader _sequential = new(useVectors);
    private readonly ChromaHalver _halver = new();
    private readonly PlaneRequantizer _requantizer = new();
    private readonly PlaneEncoder _encoder = new(useVectors);

    public void Begin(FrameHeader frame) => _image.Begin(frame);

    public void Clear() => _image.Clear();

    /// <summary>Reads a scan into the planes.</summary>
    public void Read(
        ref MarkerReader reader, JpegFile file, EntropySegments segments, CancellationToken cancellationToken)
    {
        if (!file.Frame.IsProgressive)
        {
            _sequential.Begin(file.Scan, file.Huffman, _image);
            ScanReader.Read(ref reader, file, _sequential, segments, cancellationToken);
        }
        else if (file.Scan.First == 0)
        {
            _dc.Begin(file.Scan, file.Huffman, _image);
            ScanReader.Read(ref reader, file, _dc, segments, cancellationToken);
        }
        else
        {
            _ac.Begin(file.Scan, file.Huffman, _image);
            ScanReader.Read(ref reader, file, _ac, segments, cancellationToken);
        }
    }

    /// <summary>Requantizes what was read, and halves the resolution of chrominance where that is asked for.</summary>
    /// <returns>Whether any quantization step became coarser, or any plane smaller.</returns>
    public bool Requantize(JpegFile file, ChromaSubsampling subsampling, CancellationToken cancellationToken)
    {
        var frame = file.Frame;
        Span<bool> isHalved = stackalloc bool[4];
        isHalved.Clear();
        var changes = subsampling == ChromaSubsampling.Halve && FindFullChroma(file, isHalved);
        for (var i = 0; i < frame.Components.Length; i++)
        {
            var component = frame.Components[i];
            if (isHalved[i])
            {
                _halver.Halve(component, _image[i], (component.BlocksWide + 1) / 2, cancellationToken);
            }
            else
            {
                changes |= _requantizer.Requantize(component, _image[i], cancellationToken);
            }
        }

        if (isHalved.Contains(true))
        {
            frame.Subsample(isHalved);
        }

        return changes;
    }

    /// <summary>Finds the chrominance of an image whose components all have the same resolution.</summary>
    private static bool FindFullChroma(JpegFile file, Span<bool> isHalved)
    {
        var components = file.Frame.Components;
        for (var i = 0; i < components.Length; i++)
        {
            if (components[i].H != components[0].H || components[i].V != components[0].V)
            {
                isHalved.Clear();
                return false;
            }

            isHalved[i] = ColourModel.IsChroma(file.Frame, file.Metadata, components[i]);
        }

        return isHalved.Contains(true);
    }

    /// <inheritdoc cref="PlaneEncoder.Tokenize"/>
    public void Tokenize(JpegFile file, OutputScans scans, long budget, CancellationToken cancellationToken) =>
        _encoder.Tokenize(file, _image, scans, budget, cancellationToken);

    /// <inheritdoc cref="PlaneEncoder.TokenizeProgressive"/>
    public void TokenizeProgressive(JpegFile file, OutputScans scans, long budget, CancellationToken cancellationToken) =>
        _encoder.TokenizeProgressive(file, _image, scans, budget, cancellationToken);
}
