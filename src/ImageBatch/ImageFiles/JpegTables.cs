using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>The Huffman tables that a JPEG defines, and those that its scans name (ITU-T T.81, B.2.3 and B.2.4.2).</summary>
internal static class JpegTables
{
    private const int CodeLengths = 16;
    private const byte FirstArithmeticFrame = 0xC9;

    /// <summary>
    /// Refuses a scan whose tables are not there: some decoders take empty ones in their place, and show grey.
    /// </summary>
    /// <remarks>A file without any table has those of annex K, as the frames of Motion JPEG do.</remarks>
    /// <exception cref="Model.ImageException">A table is missing, or the structure cannot be followed.</exception>
    public static void EnsureDefined(HeaderBytes file)
    {
        var defined = 0u;
        byte frame = 0;
        long position = 2;
        for (var count = 1; JpegContainer.TryReadSegment(file, ref position, out var segment); count++)
        {
            PartLimit.Check(count, file, "marker segments");
            var parameters = segment.Parameters(file);
            if (segment.Marker == JpegMarker.DefineHuffmanTables)
            {
                defined |= Defined(parameters);
            }
            else if (JpegMarker.StartsFrame(segment.Marker))
            {
                frame = segment.Marker;
            }
            else if (segment.Marker == JpegMarker.StartOfScan && frame < FirstArithmeticFrame && defined != 0
                && (Named(parameters, isProgressive: frame % 4 == 2) & ~defined) != 0)
            {
                throw file.Broken("a scan names a Huffman table that is not there");
            }
        }
    }

    /// <summary>The tables of a DHT segment, a bit for each class and number.</summary>
    private static uint Defined(ReadOnlySpan<byte> parameters)
    {
        var tables = 0u;
        while (parameters.Length > CodeLengths)
        {
            tables |= 1u << (parameters[0] & 0x1F);
            var symbols = 0;
            foreach (var count in parameters.Slice(1, CodeLengths))
            {
                symbols += count;
            }

            parameters = parameters[Math.Min(parameters.Length, 1 + CodeLengths + symbols)..];
        }

        return tables;
    }

    /// <summary>The tables that a scan reads, as <see cref="Defined"/> says them. Of a broken header, none.</summary>
    private static uint Named(ReadOnlySpan<byte> parameters, bool isProgressive)
    {
        if (parameters.IsEmpty || parameters.Length < 4 + (2 * parameters[0]))
        {
            return 0;
        }

        // A progressive scan has DC or AC, and one that refines DC has bits without codes (G.1.2.1).
        var (first, refines) = (parameters[^3], parameters[^1] >> 4 != 0);
        var (readsDc, readsAc) = isProgressive ? (first == 0 && !refines, first != 0) : (true, true);
        var tables = 0u;
        for (var i = 2; i <= 2 * parameters[0]; i += 2)
        {
            tables |= readsDc ? 1u << (parameters[i] >> 4) : 0;
            tables |= readsAc ? 1u << (16 + (parameters[i] & 0xF)) : 0;
        }

        return tables;
    }
}
