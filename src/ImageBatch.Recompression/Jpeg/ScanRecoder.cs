using ImageBatch.Recompression.Jpeg.Decoding;
using ImageBatch.Recompression.Jpeg.Requantization;
using ImageBatch.Recompression.Jpeg.Scans;
using ImageBatch.Recompression.Jpeg.Tokens;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>Takes a sequential scan from entropy-coded bytes to the tokens of the output in one pass.</summary>
internal sealed class ScanRecoder : IScanDecoder
{
    private readonly SequentialDecoder _decoder = new();
    private readonly Requantizer _requantizer = new();
    private readonly Tokenizer _tokenizer = new();
    private readonly int[] _records = new int[BlockRecords.PerBand];
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
        _decoder.Begin(file.Scan, file.Huffman);
        _tokenizer.Begin(output.Tables);
        return _requantizer.Begin(file.Scan.Components);
    }

    public void Restart() => _decoder.Restart();

    public void Decode(ref BitReader bits, int unit, int units)
    {
        var count = _decoder.Decode(ref bits, _file.Scan.Slots, units, _records);
        if (!bits.IsPastEnd && _tokens.Count <= _budget)
        {
            count = _requantizer.Requantize(_records.AsSpan(0, count));
            _tokenizer.Append(_records.AsSpan(0, count), _tokens);
        }
    }

    public void End() => _tokenizer.End(_tokens);
}
