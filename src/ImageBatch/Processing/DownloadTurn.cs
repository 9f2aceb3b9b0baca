using ImageBatch.Model;

namespace ImageBatch.Processing;

/// <summary>One try to download that has its place at its host, and a slot unless its server is silent.</summary>
internal sealed class DownloadTurn(DownloadTurns turns, JobId job, HostGate host, TimeProvider time) : IDisposable
{
    /// <summary>What a server has to send within <see cref="DownloadTurns.Patience"/> for its try to keep the slot, and may without one.</summary>
    public const int Much = 64 << 10;

    private long _heardAt = time.GetTimestamp();
    private long _bytes;
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

    /// <summary>How long its server has said nothing, or little.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _heardAt));

    /// <summary>The turn begins, or goes on with a slot.</summary>
    public void Begin()
    {
        _bytes = 0;
        Volatile.Write(ref _heardAt, time.GetTimestamp());
    }

    /// <summary>The server has sent something.</summary>
    public void Heard(int bytes)
    {
        _bytes += bytes;
        if (_hasSlot && _bytes >= Much)
        {
            Begin();
        }
    }

    /// <summary>Waits for a slot where it lost its own and there is much to read.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken) =>
        _hasSlot || _bytes < Much ? Task.CompletedTask : turns.ResumeAsync(this, cancellationToken);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            turns.Leave(this);
        }
    }
}
