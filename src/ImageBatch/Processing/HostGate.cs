namespace ImageBatch.Processing;

/// <summary>What the downloads from one host share: the places for those at once, and the breaker.</summary>
internal sealed class HostGate(string host, HttpOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.MaxConnectionsPerHost);

    public string Host => host;

    public HostBreaker Breaker { get; } = new(options.BreakAfter, options.BreakDuration, time);

    /// <summary>How many images have a use for it; the <see cref="HostGates"/>' to count.</summary>
    public int Users { get; set; }

    /// <summary>Waits for a place, and then until the breaker is closed. Disposing what it answers gives the place back.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        var place = new Place(_places);
        try
        {
            await Breaker.WaitAsync(cancellationToken).ConfigureAwait(false);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    public void Dispose() => _places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
