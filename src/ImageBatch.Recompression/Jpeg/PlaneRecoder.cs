using ImageBatch.Recompression.Jpeg.Coefficients;
using ImageBatch.Recompression.Jpeg.Decoding;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>Takes images whose coefficients come bit by bit, in several scans, by way of planes.</summary>
/// <param name="useVectors">Whether AVX2 may be used where the CPU has it.</param>
internal sealed class PlaneRecoder(bool useVectors)
{
    private readonly CoefficientImage _image = new();
    private readonly ProgressiveDcDecoder _dc = new();
    private readonly ProgressiveDecoder _ac = new();
    private readonly PlaneRequantizer _requantizer = new();
    private readonly PlaneTokenizer _tokenizer = new(useVectors);
    private readonly ScanHeader _layout = new();

    public void Begin(FrameHeader frame) => _image.Begin(frame);

    public void Clear() => _image.Clear();

    /// <summary>Reads a scan into the planes.</summary>
    public void Read(
        ref MarkerReader reader, JpegFile file, EntropySegments segments, CancellationToken cancellationToken)
    {
        if (file.Scan.First == 0)
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

    /// <summary>Requantizes what was read.</summary>
    /// <returns>Whether any quantization step became coarser.</returns>
    public bool Requantize(FrameHeader frame, CancellationToken cancellationToken)
    {
        var changes = false;
        for (var i = 0; i < frame.Components.Length; i++)
        {
            changes |= _requantizer.Requantize(frame.Components[i], _image[i], cancellationToken);
        }

        return changes;
    }

    /// <summary>Makes the tokens of the output: one scan, or one a component where they may not be interleaved.</summary>
    public void Tokenize(JpegFile file, OutputScans scans, long budget, CancellationToken cancellationToken)
    {
        var frame = file.Frame;
        ReadOnlySpan<int> all = [0, 1, 2, 3];
        var blocks = 0;
        foreach (var component in frame.Components)
        {
            blocks += component.H * component.V;
        }

        var together = blocks <= ScanHeader.MaxBlocksPerUnit ? frame.Components.Length : 1;
        for (var i = 0; i < frame.Components.Length; i += together)
        {
            _layout.Begin(frame, all.Slice(i, together));
            var output = scans.Add(file, _layout.Components);
            _tokenizer.Append(_image, _layout, output, budget, cancellationToken);
            budget -= output.Tokens.Count;
        }
    }
}
