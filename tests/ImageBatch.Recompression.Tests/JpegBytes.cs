using System.Buffers.Binary;

namespace ImageBatch.Recompression.Tests;

/// <summary>Takes JPEG files apart and puts them together otherwise.</summary>
internal static class JpegBytes
{
    public static byte[] Segment(byte marker, params byte[] payload)
    {
        var length = payload.Length + 2;
        return [0xFF, marker, (byte)(length >> 8), (byte)length, .. payload];
    }

    /// <summary>Puts bytes between SOI and what follows it.</summary>
    public static byte[] AfterStart(byte[] file, params byte[][] parts) =>
        [.. file[..2], .. parts.SelectMany(part => part), .. file[2..]];

    /// <summary>The markers of a file up to the scan, and the parameters of each.</summary>
    public static List<(byte Marker, byte[] Payload)> Segments(byte[] file)
    {
        var segments = new List<(byte, byte[])>();
        for (var at = 2; ;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            segments.Add((file[at + 1], file[(at + 4)..(at + 2 + length)]));
            if (file[at + 1] == 0xDA)
            {
                return segments;
            }

            at += 2 + length;
        }
    }

    /// <summary>Where the parameters of the first segment of a kind begin.</summary>
    public static int Find(byte[] file, byte marker)
    {
        for (var at = 2; ;)
        {
            if (file[at + 1] == marker)
            {
                return at + 4;
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
        }
    }

    /// <summary>A copy with one byte changed, so far behind the start of a segment's parameters.</summary>
    public static byte[] With(byte[] file, byte marker, int offset, byte value)
    {
        var copy = file.ToArray();
        copy[Find(file, marker) + offset] = value;
        return copy;
    }
}
