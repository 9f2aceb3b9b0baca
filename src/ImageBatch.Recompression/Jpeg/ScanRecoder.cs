using ImageBatch.Recompression.Jpeg.Decoding;
using ImageBatch.Recompression.Jpeg.Requantization;
using ImageBatch.Recompression.Jpeg.Scans;
using ImageBatch.Recompression.Jpeg.Tokens;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>Takes a sequential scan from entropy-coded bytes to the tokens of the output in one pass.</summary>
/// <param name="useVectors">Whether AVX2 may be used where the CPU has it.</param>
internal sealed class ScanRecoder(bool useVectors) : IScanDecoder
{
    private readonly SequentialDecoder _decoder = new();
    private readonly Requantizer _requantizer = new(useVectors);
    private readonly Tokenizer _tokenizer = new(useVectors);
    private JpegFile _file = null!;
    private TokenStream _tokens = null!;
    private long _budget;

    public int UnitsPerBand => BlockRecords.BlocksPerBand / _file.Scan.Slots.Length;

    /// <summary>Begins a scan.</summary>
    /// <param name="file">The file, its scan header read and its components' target tables made.</param>
    /// <param name="output">Takes the tokens.</param>
    /// <param name="budget">Tokens beyond this many are not kept: the image is only checked from there on.</param>
    /// <returns>Whether any quantization step becomes coarser.</returns>
    public bool Begin(JpegFile file, OutputScan output, long budget)
    {
        (_file, _tokens, _budget) = (file, output.Tokens, budget);
        _tokenizer.Begin(output.Tables);
        var changes = _requantizer.Begin(file.Scan.Components);
        _decoder.Begin(file.Scan, file.Huffman, _requantizer.LargestZeros);
        return changes;
    }

    public void Restart() => _requantizer.Restart();

    public void Decode(ref BitReader bits, int unit, int units)
    {
        var blocks = units * _file.Scan.Slots.Length;
        var count = _decoder.Decode(ref bits, blocks);
        if (bits.IsPastEnd)
        {
            return;
        }

        count = _requantizer.Requantize(_decoder.Raw, blocks, count, _tokenizer.Records);
        if (_tokens.Count <= _budget)
        {
            _tokenizer.Append(count, _tokens);
        }
    }

    public void End() => _tokenizer.End(_tokens);
}
