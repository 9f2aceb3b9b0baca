using ImageBatch.Model;
using ImageBatch.Recompression.Jpeg.Decoding;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Requantization;
using ImageBatch.Recompression.Jpeg.Scans;
using ImageBatch.Recompression.Jpeg.Tokens;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>Takes one scan from entropy-coded bytes to the tokens of the output, band by band.</summary>
internal sealed class ScanRecoder
{
    private readonly SequentialDecoder _decoder = new();
    private readonly Requantizer _requantizer = new();
    private readonly Tokenizer _tokenizer = new();
    private readonly int[] _records = new int[BlockRecords.PerBand];

    /// <summary>Recodes the scan that begins at the reader's position, and moves the reader behind it.</summary>
    /// <param name="reader">Stands behind the scan header.</param>
    /// <param name="file">The file, its scan header read and its components' target tables made.</param>
    /// <param name="output">Takes the tokens.</param>
    /// <param name="segments">A rented buffer to unstuff to.</param>
    /// <param name="budget">Tokens beyond this many are not kept: the image is only checked from there on.</param>
    /// <param name="cancellationToken">Looked at once a band.</param>
    /// <returns>Whether any quantization step became coarser.</returns>
    public bool Recode(
        ref MarkerReader reader,
        JpegFile file,
        OutputScan output,
        EntropySegments segments,
        long budget,
        CancellationToken cancellationToken)
    {
        var (scan, tokens) = (file.Scan, output.Tokens);
        _decoder.Begin(scan, file.Huffman);
        _tokenizer.Begin(output.Tables);
        var changes = _requantizer.Begin(scan.Components);
        var unitsPerBand = BlockRecords.BlocksPerBand / scan.Slots.Length;
        var interval = file.RestartInterval == 0 ? scan.Units : file.RestartInterval;
        var start = reader.Position;
        for (var unit = 0L; unit < scan.Units;)
        {
            segments.Read(reader.File, reader.Position);
            reader.Position = segments.End;
            _decoder.Restart();
            var bits = new BitReader(segments.Padded, segments.Length);
            var end = Math.Min(unit + interval, scan.Units);
            while (unit < end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var units = (int)Math.Min(unitsPerBand, end - unit);
                var count = _decoder.Decode(ref bits, scan.Slots, units, _records);
                if (bits.IsPastEnd)
                {
                    throw EndedEarly(segments);
                }

                unit += units;
                if (tokens.Count <= budget)
                {
                    count = _requantizer.Requantize(_records.AsSpan(0, count));
                    _tokenizer.Append(_records.AsSpan(0, count), tokens);
                }
            }

            if (unit < scan.Units)
            {
                PassRestart(ref reader, segments, (int)((unit / interval) - 1));
            }
        }

        _tokenizer.End(tokens);
        file.AddImage(start, segments.End - start);
        return changes;
    }

    /// <summary>Restart markers count modulo 8 (T.81, E.1.4).</summary>
    private static void PassRestart(ref MarkerReader reader, EntropySegments segments, int index)
    {
        if (segments.Marker != Marker.Rst0 + (index & 7))
        {
            throw EndedEarly(segments);
        }

        reader.ReadMarker();
    }

    private static ImageException EndedEarly(EntropySegments segments) => segments.Marker == 0
        ? JpegErrors.Truncated()
        : JpegErrors.Corrupt("its data end, or restart, before they should");
}
