namespace ImageBatch.Recompression.Jpeg.Tokens;

/// <summary>How many tokens an image may have.</summary>
internal static class TokenBudget
{
    /// <summary>
    /// Four a byte. A token costs two bits at least on output, but for the lowest bits of a progressive one. So an image
    /// with more of them would not come out smaller, or hardly, and no longer needs them.
    /// </summary>
    public static long Limit(long fileLength) => 4L * fileLength;
}
