using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>The five filters of PNG (clause 9.2), put on a row.</summary>
/// <remarks>
/// Rows lie behind <see cref="Padding"/> zero bytes, so that the pixels on the left of the first are read like any other.
/// </remarks>
internal static class RowFilters
{
    public const int Count = 5;

    /// <summary>Zero bytes that a row needs before it: as many as the longest pixel has.</summary>
    public const int Padding = 8;

    /// <param name="filter">The filter's number, 0 to 4.</param>
    /// <param name="row">Padding and row.</param>
    /// <param name="above">Padding and the row above.</param>
    /// <param name="distance">Bytes to the pixel on the left.</param>
    /// <param name="target">Takes the filtered row.</param>
    public static void Apply(
        int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> target)
    {
        var current = row[Padding..];
        var left = row[(Padding - distance)..];
        var up = above[Padding..];
        var corner = above[(Padding - distance)..];
        var vectors = target.Length - (target.Length % Vector256<byte>.Count);
        for (var i = 0; i < vectors; i += Vector256<byte>.Count)
        {
            var predicted = filter switch
            {
                0 => Vector256<byte>.Zero,
                1 => Load(left, i),
                2 => Load(up, i),
                3 => Average(Load(left, i), Load(up, i)),
                _ => Paeth(Load(left, i), Load(up, i), Load(corner, i)),
            };
            (Load(current, i) - predicted).CopyTo(target[i..]);
        }

        for (var i = vectors; i < target.Length; i++)
        {
            var predicted = filter switch
            {
                0 => 0,
                1 => left[i],
                2 => up[i],
                3 => (left[i] + up[i]) >> 1,
                _ => Paeth(left[i], up[i], corner[i]),
            };
            target[i] = (byte)(current[i] - predicted);
        }
    }

    private static Vector256<byte> Load(ReadOnlySpan<byte> source, int start) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)start);

    private static Vector256<byte> Average(Vector256<byte> one, Vector256<byte> other) =>
        (one & other) + ((one ^ other) >>> 1);

    private static int Paeth(int left, int up, int corner)
    {
        var byLeft = Math.Abs(up - corner);
        var byUp = Math.Abs(left - corner);
        var byCorner = Math.Abs(left + up - corner - corner);
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }

    private static Vector256<byte> Paeth(Vector256<byte> left, Vector256<byte> up, Vector256<byte> corner)
    {
        var (leftLow, leftHigh) = Vector256.Widen(left);
        var (upLow, upHigh) = Vector256.Widen(up);
        var (cornerLow, cornerHigh) = Vector256.Widen(corner);
        return Vector256.Narrow(
            Paeth(leftLow.AsInt16(), upLow.AsInt16(), cornerLow.AsInt16()).AsUInt16(),
            Paeth(leftHigh.AsInt16(), upHigh.AsInt16(), cornerHigh.AsInt16()).AsUInt16());
    }

    private static Vector256<short> Paeth(Vector256<short> left, Vector256<short> up, Vector256<short> corner)
    {
        var byLeft = Vector256.Abs(up - corner);
        var byUp = Vector256.Abs(left - corner);
        var byCorner = Vector256.Abs(left + up - corner - corner);
        return Vector256.ConditionalSelect(
            Vector256.LessThanOrEqual(byLeft, Vector256.Min(byUp, byCorner)),
            left,
            Vector256.ConditionalSelect(Vector256.LessThanOrEqual(byUp, byCorner), up, corner));
    }
}
