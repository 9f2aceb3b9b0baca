namespace ImageBatch.Recompression.Jpeg.Tokens;

/// <summary>How many tokens an image may have.</summary>
internal static class TokenBudget
{
    /// <summary>
    /// Four a byte. A token costs two bits at least on output (but for runs of 16 zeros, which are rare), so an image
    /// with more of them would not come out smaller, and no longer needs them.
    /// </summary>
    public static long Limit(int fileLength) => 4L * fileLength;
}
