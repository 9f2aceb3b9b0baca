namespace ImageBatch.Fairness;

/// <summary>A place that somebody holds. Disposing gives it back, once.</summary>
internal sealed class Place(Action giveBack) : IDisposable
{
    private Action? _giveBack = giveBack;

    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
