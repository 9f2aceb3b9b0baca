namespace ImageBatch.Testing;

/// <summary>For servers, networks and codecs that never answer.</summary>
internal static class Hang
{
    /// <summary>Ends, as cancelled, when who asked has gone.</summary>
    public static Task UntilAsync(CancellationToken gone) => Task.Delay(Timeout.InfiniteTimeSpan, gone);
}
