namespace ImageBatch.Recompression.Jpeg.Huffman;

/// <summary>How many codes of each length an optimal code has (T.81, annex K.2).</summary>
internal static class CodeLengths
{
    private const int LongestCode = 16;

    /// <summary>Counts the codes of each length.</summary>
    /// <param name="keys">Counts in ascending order, each with 8 bits of other use below. At most 256.</param>
    /// <param name="lengths">Takes the number of codes of each length, 0 to 16.</param>
    public static void Fill(ReadOnlySpan<long> keys, Span<int> lengths)
    {
        lengths.Clear();
        if (keys.IsEmpty)
        {
            return;
        }

        // One more leaf, of no weight: it gets a longest code, which is the one of ones alone, and is taken out again.
        var leaves = keys.Length + 1;
        Span<long> weights = stackalloc long[2 * 257];
        weights[0] = 0;
        for (var i = 1; i < leaves; i++)
        {
            weights[i] = keys[i - 1] >> 8;
        }

        Span<int> parents = stackalloc int[2 * 257];
        Merge(weights, parents, leaves);

        // Depths from the root, which was made last. A code of total weight below 2^63 is never deeper than 90.
        Span<int> depths = stackalloc int[2 * 257];
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        var root = (2 * leaves) - 2;
        depths[root] = 0;
        for (var node = root - 1; node >= 0; node--)
        {
            depths[node] = depths[parents[node]] + 1;
            if (node < leaves)
            {
                counts[depths[node]]++;
            }
        }

        Shorten(counts);
        var longest = LongestCode;
        while (counts[longest] == 0)
        {
            longest--;
        }

        counts[longest]--;
        counts[..(LongestCode + 1)].CopyTo(lengths);
    }

    /// <summary>Huffman's algorithm: leaves are sorted, and nodes come out sorted, so the two lightest are at the heads.</summary>
    private static void Merge(Span<long> weights, Span<int> parents, int leaves)
    {
        var (leaf, node) = (0, leaves);
        for (var made = leaves; made < (2 * leaves) - 1; made++)
        {
            weights[made] = 0;
            for (var child = 0; child < 2; child++)
            {
                var takeLeaf = leaf < leaves && (node == made || weights[leaf] <= weights[node]);
                var lightest = takeLeaf ? leaf++ : node++;
                weights[made] += weights[lightest];
                parents[lightest] = made;
            }
        }
    }

    /// <summary>Moves codes that are too long up the tree, as ADJUST_BITS does (figure K.3).</summary>
    private static void Shorten(Span<int> counts)
    {
        for (var length = counts.Length - 1; length > LongestCode; length--)
        {
            while (counts[length] > 0)
            {
                // Of two siblings one takes their parent's place; the other pairs with a shorter code one level down.
                var shorter = length - 2;
                while (counts[shorter] == 0)
                {
                    shorter--;
                }

                counts[length] -= 2;
                counts[length - 1]++;
                counts[shorter + 1] += 2;
                counts[shorter]--;
            }
        }
    }
}
