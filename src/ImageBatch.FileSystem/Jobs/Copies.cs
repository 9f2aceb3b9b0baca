namespace ImageBatch.FileSystem.Jobs;

/// <summary>Images that are the same as an image before them, chained so that a result finds all of them.</summary>
internal static class Copies
{
    public const int None = -1;

    /// <summary>For each image the next that is the same, in index order; null where there are no copies.</summary>
    public static int[]? Chain(IReadOnlyList<(int Image, int First)> copies, int images)
    {
        if (copies.Count == 0)
        {
            return null;
        }

        var next = new int[images];
        next.AsSpan().Fill(None);

        // From the last to the first, so that each chain runs in index order.
        for (var i = copies.Count - 1; i >= 0; i--)
        {
            var (image, first) = copies[i];
            next[image] = next[first];
            next[first] = image;
        }

        return next;
    }
}
