namespace ImageBatch.Signals;

/// <summary>Lets one loop wait for a signal or a poll interval, whichever comes first. Signals between two waits count once.</summary>
internal sealed class WakeUp(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Lock _gate = new();

    public void Signal()
    {
        lock (_gate)
        {
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
    }

    /// <summary>Waits; true where a signal came, false where the interval passed.</summary>
    public async Task<bool> WaitAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = _signal.WaitAsync(stop.Token);
        var timer = Task.Delay(interval, time, stop.Token);
        var first = await Task.WhenAny(signal, timer).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (first == signal)
        {
            return true;
        }

        // A signal that came in the moment of cancelling is kept by taking it here.
        await signal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return signal.IsCompletedSuccessfully;
    }

    public void Dispose() => _signal.Dispose();
}
