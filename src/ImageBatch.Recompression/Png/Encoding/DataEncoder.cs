using System.IO.Compression;
using ImageBatch.Recompression.Pixels;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>Filters and compresses the rows of an image to what its IDAT chunk holds.</summary>
internal sealed class DataEncoder
{
    private static readonly ZLibCompressionOptions Smallest = new() { CompressionLevel = 9 };

    private readonly FilterChooser _chooser = new();
    private RowBuffer<byte> _rows;

    /// <summary>
    /// About how long the data of an image will be with filters by least sum: the entropy of some rows, taken for all.
    /// Data that repeat themselves become shorter.
    /// </summary>
    public double Estimate(IRowSource rows)
    {
        const int Step = 16;
        var length = RowFilters.Padding + (int)rows.Format.RowBytes(rows.Width);
        var both = _rows.Take(2 * length);
        both.Clear();
        var bits = 0.0;
        var count = 0;
        for (var y = Step / 2; y < rows.Height; y += Step, count++)
        {
            rows.Read(y - 1, both[(length + RowFilters.Padding)..]);
            rows.Read(y, both[RowFilters.Padding..length]);
            bits += _chooser.Bits(
                _chooser.Filter(FilterChoice.LeastSum, both[..length], both[length..], rows.Format.FilterDistance)[1..]);
        }

        return count == 0 ? 0 : bits / 8 / count * rows.Height;
    }

    /// <summary>Encodes an image, as far as it is worth it.</summary>
    /// <param name="rows">The image.</param>
    /// <param name="choice">How filters are chosen.</param>
    /// <param name="output">Takes the data; begun with its limit.</param>
    /// <param name="cancellationToken">Looked at once a row.</param>
    /// <returns>Whether all data are within the limit.</returns>
    public bool TryEncode(IRowSource rows, FilterChoice choice, DataBuffer output, CancellationToken cancellationToken)
    {
        var length = RowFilters.Padding + (int)rows.Format.RowBytes(rows.Width);
        var both = _rows.Take(2 * length);
        var row = both[..length];
        var above = both[length..];
        both.Clear();
        using (var stream = new ZLibStream(new DataBufferStream(output), Smallest))
        {
            for (var y = 0; y < rows.Height && !output.IsOverfull; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Read(y, row[RowFilters.Padding..]);
                stream.Write(_chooser.Filter(choice, row, above, rows.Format.FilterDistance));
                var done = above;
                above = row;
                row = done;
            }
        }

        return !output.IsOverfull;
    }
}
