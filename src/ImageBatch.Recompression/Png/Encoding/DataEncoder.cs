using System.IO.Compression;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>Filters and compresses the rows of an image to what its IDAT chunk holds.</summary>
internal sealed class DataEncoder
{
    private static readonly ZLibCompressionOptions Smallest = new() { CompressionLevel = 9 };

    private readonly FilterChooser _chooser = new();
    private byte[] _row = [];
    private byte[] _above = [];

    /// <summary>Encodes an image, as far as it is worth it.</summary>
    /// <param name="rows">The image.</param>
    /// <param name="choice">How filters are chosen.</param>
    /// <param name="output">Takes the data; begun with its limit.</param>
    /// <param name="cancellationToken">Looked at once a row.</param>
    /// <returns>Whether all data are within the limit.</returns>
    public bool TryEncode(IRowSource rows, FilterChoice choice, DataBuffer output, CancellationToken cancellationToken)
    {
        var length = RowFilters.Padding + (int)rows.Format.RowBytes(rows.Width);
        if (_row.Length < length)
        {
            (_row, _above) = (new byte[length], new byte[length]);
        }

        _row.AsSpan(0, length).Clear();
        using (var stream = new ZLibStream(new DataBufferStream(output), Smallest))
        {
            for (var y = 0; y < rows.Height && !output.IsOverfull; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (_row, _above) = (_above, _row);
                _row.AsSpan(0, RowFilters.Padding).Clear();
                rows.Read(y, _row.AsSpan(RowFilters.Padding, length - RowFilters.Padding));
                stream.Write(_chooser.Filter(
                    choice, _row.AsSpan(0, length), _above.AsSpan(0, length), rows.Format.FilterDistance));
            }
        }

        return !output.IsOverfull;
    }
}
