using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>Puts each filter on a row and keeps the one that promises the shortest output.</summary>
internal sealed class FilterChooser
{
    private static readonly float[] Logarithms = MakeLogarithms();

    private readonly int[] _counts = new int[256];
    private byte[] _best = [];
    private byte[] _trial = [];

    /// <summary>Filters a row.</summary>
    /// <param name="choice">What decides.</param>
    /// <param name="row">Padding and row, as <see cref="RowFilters"/> needs them.</param>
    /// <param name="above">Padding and the row above.</param>
    /// <param name="distance">Bytes to the pixel on the left.</param>
    /// <returns>The filter's number and the filtered row; valid until the next call.</returns>
    public ReadOnlySpan<byte> Filter(FilterChoice choice, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        var length = 1 + row.Length - RowFilters.Padding;
        if (_best.Length < length)
        {
            _best = new byte[length];
            _trial = new byte[length];
        }

        var filters = choice == FilterChoice.None ? 1 : RowFilters.Count;
        var least = double.PositiveInfinity;
        for (var filter = 0; filter < filters; filter++)
        {
            var filtered = _trial.AsSpan(1, length - 1);
            _trial[0] = (byte)filter;
            RowFilters.Apply(filter, row, above, distance, filtered);
            var cost = choice switch
            {
                FilterChoice.LeastSum => Sum(filtered),
                FilterChoice.LeastEntropy => Entropy(filtered),
                _ => 0,
            };
            if (cost < least)
            {
                least = cost;
                (_best, _trial) = (_trial, _best);
            }
        }

        return _best.AsSpan(0, length);
    }

    /// <summary>The sum of all bytes, taken as signed and without their signs.</summary>
    private static long Sum(ReadOnlySpan<byte> row)
    {
        var total = 0L;
        var i = 0;
        ref var start = ref MemoryMarshal.GetReference(row);
        while (i <= row.Length - Vector256<byte>.Count)
        {
            // A lane of 16 bits takes two values of 128 at most each time: 255 times are safe.
            var sums = Vector256<ushort>.Zero;
            var end = Math.Min(row.Length - Vector256<byte>.Count, i + (200 * Vector256<byte>.Count));
            for (; i <= end; i += Vector256<byte>.Count)
            {
                var values = Vector256.LoadUnsafe(ref start, (nuint)i);
                var (low, high) = Vector256.Widen(Vector256.Min(values, Vector256<byte>.Zero - values));
                sums += low + high;
            }

            var (first, second) = Vector256.Widen(sums);
            total += Vector256.Sum(first + second);
        }

        for (; i < row.Length; i++)
        {
            total += Math.Min(row[i], (byte)-row[i]);
        }

        return total;
    }

    /// <summary>The bits that the bytes of a row take at their own entropy.</summary>
    public double Bits(ReadOnlySpan<byte> row) => Entropy(row) + (row.Length * Math.Log2(Math.Max(row.Length, 1)));

    /// <summary>The bits that the row takes at its own entropy, less those that no filter changes.</summary>
    private double Entropy(ReadOnlySpan<byte> row)
    {
        Array.Clear(_counts);
        foreach (var value in row)
        {
            _counts[value]++;
        }

        var sum = 0.0;
        foreach (var count in _counts)
        {
            sum -= count < Logarithms.Length ? Logarithms[count] : count * Math.Log2(count);
        }

        return sum;
    }

    /// <summary>n × log2 n.</summary>
    private static float[] MakeLogarithms()
    {
        var table = new float[4096];
        for (var n = 2; n < table.Length; n++)
        {
            table[n] = (float)(n * Math.Log2(n));
        }

        return table;
    }
}
