using ImageBatch.Model;

namespace ImageBatch.Processing;

/// <summary>One try to download that has its place at its host, and a slot unless its server is silent.</summary>
internal sealed class DownloadTurn(DownloadTurns turns, JobId job, HostGate host, TimeProvider time) : IDisposable
{
    private long _heardAt = time.GetTimestamp();
    private volatile bool _hasSlot;
    private bool _disposed;

    public JobId Job => job;

    public HostGate Host => host;

    /// <summary>Whether it has a slot; written by <see cref="DownloadTurns"/>.</summary>
    public bool HasSlot
    {
        get => _hasSlot;
        set => _hasSlot = value;
    }

    /// <summary>How long its server has said nothing.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _heardAt));

    /// <summary>The server has said something.</summary>
    public void Heard() => Volatile.Write(ref _heardAt, time.GetTimestamp());

    /// <summary>Waits for a slot where it lost its own.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken)
    {
        Heard();
        return _hasSlot ? Task.CompletedTask : turns.ResumeAsync(this, cancellationToken);
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            turns.Leave(this);
        }
    }
}
