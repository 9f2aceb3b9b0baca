namespace ImageBatch.Recompression.Jpeg.Huffman;

/// <summary>The Huffman tables as they are at one point of the file (T.81, B.2.4.2).</summary>
internal sealed class HuffmanTables
{
    private readonly HuffmanDecoder[] _dc = [new(), new(), new(), new()];
    private readonly HuffmanDecoder[] _ac = [new(), new(), new(), new()];

    public HuffmanTables() => Clear();

    /// <summary>Makes the tables what they are before a file defines any.</summary>
    /// <remarks>
    /// Motion-JPEG frames leave out the tables of annex K.3, so these are there from the start, as in libjpeg-turbo.
    /// </remarks>
    public void Clear()
    {
        for (var index = 0; index < 4; index++)
        {
            _dc[index].Define(StandardTables.Dc(index));
            _ac[index].Define(StandardTables.Ac(index));
        }
    }

    public void Read(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            var tables = (payload[0] >> 4) switch { 0 => _dc, 1 => _ac, _ => [] };
            var index = payload[0] & 15;
            if (index >= tables.Length || payload.Length < 17)
            {
                throw JpegErrors.Corrupt("a Huffman table is malformed");
            }

            var symbols = 0;
            foreach (var count in payload.Slice(1, 16))
            {
                symbols += count;
            }

            if (symbols > 256 || payload.Length < 17 + symbols)
            {
                throw JpegErrors.Corrupt("a Huffman table is malformed");
            }

            tables[index].Define(payload.Slice(1, 16 + symbols));
            payload = payload[(17 + symbols)..];
        }
    }

    /// <summary>A DC table that a scan names, ready to decode.</summary>
    public HuffmanDecoder Dc(int index) => _dc[index].Prepare();

    /// <summary>An AC table that a scan names, ready to decode.</summary>
    public HuffmanDecoder Ac(int index) => _ac[index].Prepare();
}
