using System.Buffers.Binary;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>Packs pixels and palette indices as a format stores them. What the format cannot say is left out.</summary>
internal static class RowPacker
{
    public static void Pack(ReadOnlySpan<uint> pixels, PixelFormat format, Span<byte> target)
    {
        switch (format.Type)
        {
            case ColourType.Grey:
                PackGrey(pixels, format.Depth, target);
                break;
            case ColourType.GreyAlpha:
                for (var i = 0; i < pixels.Length; i++)
                {
                    target[2 * i] = (byte)pixels[i];
                    target[(2 * i) + 1] = (byte)(pixels[i] >> 24);
                }

                break;
            case ColourType.Rgb:
                for (var i = 0; i < pixels.Length; i++)
                {
                    target[3 * i] = (byte)pixels[i];
                    target[(3 * i) + 1] = (byte)(pixels[i] >> 8);
                    target[(3 * i) + 2] = (byte)(pixels[i] >> 16);
                }

                break;
            default:
                for (var i = 0; i < pixels.Length; i++)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(target[(4 * i)..], pixels[i]);
                }

                break;
        }
    }

    /// <summary>Packs pixels of 16 bits a sample.</summary>
    public static void Pack(ReadOnlySpan<ulong> pixels, PixelFormat format, Span<byte> target)
    {
        var isGrey = !format.IsColour;
        var hasAlpha = format.Type is ColourType.GreyAlpha or ColourType.Rgba;
        foreach (var pixel in pixels)
        {
            for (var sample = 0; sample < 4; sample++)
            {
                if (sample == 0 || (sample == 3 ? hasAlpha : !isGrey))
                {
                    BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)(pixel >> (16 * sample)));
                    target = target[2..];
                }
            }
        }
    }

    /// <summary>Packs values of at most as many bits as the depth, 1 to 8, from the highest bits of a byte on.</summary>
    public static void Pack(ReadOnlySpan<byte> values, int depth, Span<byte> target)
    {
        if (depth == 8)
        {
            values.CopyTo(target);
            return;
        }

        target.Clear();
        for (var i = 0; i < values.Length; i++)
        {
            var bit = i * depth;
            target[bit >> 3] |= (byte)(values[i] << (8 - depth - (bit & 7)));
        }
    }

    private static void PackGrey(ReadOnlySpan<uint> pixels, int depth, Span<byte> target)
    {
        target.Clear();
        for (var i = 0; i < pixels.Length; i++)
        {
            // The highest bits say it all: the others repeat them.
            var bit = i * depth;
            target[bit >> 3] |= (byte)(((byte)pixels[i] >> (8 - depth)) << (8 - depth - (bit & 7)));
        }
    }
}
