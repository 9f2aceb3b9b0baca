using System.Buffers.Binary;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>The chunks that a new image consists of, from PLTE to IDAT, and how long they are.</summary>
internal static class ImageChunks
{
    /// <summary>The length of what is around the compressed data: PLTE, tRNS, and the rest of IDAT.</summary>
    public static int Overhead(IRowSource rows)
    {
        var palette = rows.Palette.IsEmpty ? 0 : Chunk.Overhead + (3 * rows.Palette.Length);
        var transparency = TransparencyLength(rows);
        return palette + (transparency == 0 ? 0 : Chunk.Overhead + transparency) + Chunk.Overhead;
    }

    public static void Write(IRowSource rows, ReadOnlySpan<byte> data, ref ChunkWriter writer)
    {
        var palette = rows.Palette;
        if (!palette.IsEmpty)
        {
            var target = writer.Begin(ChunkType.Palette, 3 * palette.Length);
            foreach (var colour in palette)
            {
                target[0] = (byte)colour;
                target[1] = (byte)(colour >> 8);
                target[2] = (byte)(colour >> 16);
                target = target[3..];
            }

            writer.End();
        }

        if (TransparencyLength(rows) is > 0 and var length)
        {
            WriteTransparency(rows, writer.Begin(ChunkType.Transparency, length));
            writer.End();
        }

        data.CopyTo(writer.Begin(ChunkType.Data, data.Length));
        writer.End();
    }

    /// <summary>Alphas of a palette are left out behind the last that is not opaque.</summary>
    private static int TransparencyLength(IRowSource rows)
    {
        if (rows.Key is not null)
        {
            return rows.Format.Type == ColourType.Grey ? 2 : 6;
        }

        var length = rows.Palette.Length;
        while (length > 0 && rows.Palette[length - 1] >> 24 == 0xFF)
        {
            length--;
        }

        return length;
    }

    private static void WriteTransparency(IRowSource rows, Span<byte> target)
    {
        if (rows.Key is { } key)
        {
            for (var i = 0; i < target.Length; i += 2)
            {
                BinaryPrimitives.WriteUInt16BigEndian(target[i..], (ushort)(key >> (8 * i)));
            }

            return;
        }

        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (byte)(rows.Palette[i] >> 24);
        }
    }
}
