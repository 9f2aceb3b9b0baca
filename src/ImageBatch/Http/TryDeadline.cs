namespace ImageBatch.Http;

/// <summary>
/// The time that one try may still take. Each step has a limit of its own, and all steps together have one; time
/// between two steps is not counted, so that waiting for memory is not held against the server.
/// </summary>
internal sealed class TryDeadline(TimeSpan total, TimeProvider time, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _timeout = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenSource? _linked;
    private TimeSpan _left = total;

    /// <summary>Cancelled by the caller, or when a step or the whole takes too long.</summary>
    public CancellationToken Token =>
        (_linked ??= CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _timeout.Token)).Token;

    /// <summary>Runs a step.</summary>
    /// <exception cref="TimeoutException">It took longer than its limit, or than what is left of the whole.</exception>
    public async ValueTask<T> RunAsync<T>(TimeSpan limit, Func<CancellationToken, ValueTask<T>> step)
    {
        var start = time.GetTimestamp();
        _timeout.CancelAfter(_left < limit ? _left : limit);
        try
        {
            var result = await step(Token).ConfigureAwait(false);
            _left -= time.GetElapsedTime(start);
            if (_left <= TimeSpan.Zero)
            {
                throw new TimeoutException();
            }

            _timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            return result;
        }
        catch (Exception exception) when (
            exception is not TimeoutException
            && _timeout.IsCancellationRequested
            && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(null, exception);
        }
    }

    public void Dispose()
    {
        _linked?.Dispose();
        _timeout.Dispose();
    }
}
