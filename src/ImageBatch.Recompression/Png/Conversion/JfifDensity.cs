using System.Buffers.Binary;

namespace ImageBatch.Recompression.Png.Conversion;

/// <summary>The density of a JFIF segment: unit and dots in both directions (T.871, 10.1).</summary>
internal readonly record struct JfifDensity(byte Unit, ushort X, ushort Y)
{
    private const byte Inch = 1;
    private const double MetresPerInch = 0.0254;

    /// <summary>Square pixels of no certain size.</summary>
    public static JfifDensity None => new(0, 1, 1);

    /// <summary>
    /// Of the data of a pHYs chunk (PNG, clause 11.3.4.3): dots per inch where the unit is the metre and they are whole
    /// numbers of 16 bits once rounded, else the shape of a pixel alone.
    /// </summary>
    public static JfifDensity Of(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != 9)
        {
            return None;
        }

        var x = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        var y = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        var (inchX, inchY) = (Math.Round(x * MetresPerInch), Math.Round(y * MetresPerInch));
        if (chunk[8] == 1 && Math.Min(inchX, inchY) >= 1 && Math.Max(inchX, inchY) <= ushort.MaxValue)
        {
            return new(Inch, (ushort)inchX, (ushort)inchY);
        }

        if (x == y || x == 0 || y == 0)
        {
            return None;
        }

        var scale = Math.Max(1, Math.Max(x, y) / (double)ushort.MaxValue);
        return new(0, (ushort)Math.Max(1, Math.Round(x / scale)), (ushort)Math.Max(1, Math.Round(y / scale)));
    }
}
