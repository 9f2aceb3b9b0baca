using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageBatch.Recompression.Png.Decoding;

/// <summary>Takes the filters from rows (PNG, clause 9.2).</summary>
internal static class Unfilter
{
    /// <param name="filter">The filter's number.</param>
    /// <param name="row">The row, filtered before and not so after.</param>
    /// <param name="above">The row above, of the same length; zeros above the first.</param>
    /// <param name="distance">Bytes to the pixel on the left: 1 to 8.</param>
    public static void Apply(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        switch (filter)
        {
            case 0:
                break;
            case 1:
                Sub(row, distance);
                break;
            case 2:
                Up(row, above);
                break;
            case 3:
                Average(row, above, distance);
                break;
            case 4:
                Paeth(row, above, distance);
                break;
            default:
                throw PngErrors.Corrupt("a row has a filter that is not one of the five");
        }
    }

    private static void Sub(Span<byte> row, int distance)
    {
        for (var i = distance; i < row.Length; i++)
        {
            row[i] += row[i - distance];
        }
    }

    private static void Up(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var i = 0;
        ref var target = ref MemoryMarshal.GetReference(row);
        ref var source = ref MemoryMarshal.GetReference(above);
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var sum = Vector.LoadUnsafe(ref target, (nuint)i) + Vector.LoadUnsafe(ref source, (nuint)i);
            sum.StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < row.Length; i++)
        {
            row[i] += above[i];
        }
    }

    private static void Average(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        var first = Math.Min(distance, row.Length);
        for (var i = 0; i < first; i++)
        {
            row[i] += (byte)(above[i] >> 1);
        }

        for (var i = first; i < row.Length; i++)
        {
            row[i] += (byte)((row[i - distance] + above[i]) >> 1);
        }
    }

    private static void Paeth(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (distance)
        {
            case 3:
            case 4:
                PaethPixels(row, above, distance);
                return;
            default:
                PaethBytes(row, above, distance, 0);
                return;
        }
    }

    private static void PaethBytes(Span<byte> row, ReadOnlySpan<byte> above, int distance, int start)
    {
        var i = start;
        for (; i < Math.Min(distance, row.Length); i++)
        {
            row[i] += above[i];
        }

        for (; i < row.Length; i++)
        {
            row[i] += Predict(row[i - distance], above[i], above[i - distance]);
        }
    }

    /// <summary>The predictor of clause 9.4.</summary>
    private static byte Predict(int left, int up, int corner)
    {
        var byLeft = Math.Abs(up - corner);
        var byUp = Math.Abs(left - corner);
        var byCorner = Math.Abs(left + up - corner - corner);
        return (byte)(byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner);
    }

    /// <summary>The samples of a pixel side by side: each waits for the pixel on the left only.</summary>
    private static void PaethPixels(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        var left = Vector64<short>.Zero;
        var corner = Vector64<short>.Zero;
        var i = 0;

        // Four bytes are read and written; with three bytes a pixel the last is the next pixel's, which is still to come.
        for (; i <= row.Length - 4; i += distance)
        {
            var filtered = Unsafe.ReadUnaligned<uint>(ref row[i]);
            var up = Widen(Unsafe.ReadUnaligned<uint>(ref Unsafe.AsRef(in above[i])));
            var byLeft = Vector64.Abs(up - corner);
            var byUp = Vector64.Abs(left - corner);
            var byCorner = Vector64.Abs(left + up - corner - corner);
            var predicted = Vector64.ConditionalSelect(
                Vector64.LessThanOrEqual(byLeft, Vector64.Min(byUp, byCorner)),
                left,
                Vector64.ConditionalSelect(Vector64.LessThanOrEqual(byUp, byCorner), up, corner));
            left = (Widen(filtered) + predicted) & Vector64.Create((short)0xFF);
            corner = up;
            var pixel = Vector64.Narrow(left.AsUInt16(), left.AsUInt16()).AsUInt32().ToScalar();
            if (distance == 4)
            {
                Unsafe.WriteUnaligned(ref row[i], pixel);
            }
            else
            {
                Unsafe.WriteUnaligned(ref row[i], (ushort)pixel);
                row[i + 2] = (byte)(pixel >> 16);
            }
        }

        PaethBytes(row, above, distance, i);
    }

    private static Vector64<short> Widen(uint pixel) =>
        Vector64.WidenLower(Vector64.CreateScalar(pixel).AsByte()).AsInt16();
}
