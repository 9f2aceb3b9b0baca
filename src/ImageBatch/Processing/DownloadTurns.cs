using ImageBatch.Fairness;
using ImageBatch.Model;
using Microsoft.Extensions.Options;

namespace ImageBatch.Processing;

/// <summary>
/// Says whose try to download is next: by turns between jobs, and within a job between hosts. One that waits for its
/// host (a place there, or the end of a pause) holds nothing and is passed over by all others.
/// </summary>
/// <remarks>
/// <para>A job has at most <see cref="ProcessingOptions.DownloadSlots"/> slots and, beside others, as many as are still
/// free of four times that number.</para>
/// <para>A try whose server has sent little for <see cref="Patience"/> loses its slot to who waits for one: it goes on with
/// its place at the host, and takes a slot again when much comes. So dead and slow servers, however many, keep nobody from
/// the slots for longer than that.</para>
/// </remarks>
internal sealed class DownloadTurns(IOptions<ImageBatchOptions> options, TimeProvider time)
    : FairGate<object, DownloadTurn>(time)
{
    /// <summary>How long a server may be silent before its try loses its slot.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The lane of tries that lost their slot and have much to read. The others' are their hosts.</summary>
    private static readonly object Resuming = new();

    private readonly int _slots = options.Value.Processing.DownloadSlots;
    private readonly long _total = 4L * options.Value.Processing.DownloadSlots;
    private readonly HostGates _hosts = new(options.Value.Http, time);
    private readonly JobTally _held = new();
    private readonly HashSet<DownloadTurn> _withSlot = [];

    /// <summary>The gate of a URL's host, to be closed when the image has no more use for it.</summary>
    public HostGate Open(Uri uri) => _hosts.Open(uri);

    public void Close(HostGate host) => _hosts.Close(host);

    /// <summary>Waits for a turn at a host. Disposing what it answers ends it.</summary>
    public async Task<DownloadTurn> EnterAsync(JobId job, HostGate host, CancellationToken cancellationToken)
    {
        var turn = new DownloadTurn(this, job, host, Time);
        await WaitAsync(job, host, turn, cancellationToken).ConfigureAwait(false);
        return turn;
    }

    /// <summary>Waits until a turn that lost its slot has one again.</summary>
    internal Task ResumeAsync(DownloadTurn turn, CancellationToken cancellationToken) =>
        WaitAsync(turn.Job, Resuming, turn, cancellationToken);

    internal void Leave(DownloadTurn turn)
    {
        lock (Sync)
        {
            GiveSlotBack(turn);
            turn.Host.Places.Add(turn.Job, -1);
            Grant();
        }
    }

    protected override bool JobMay(JobId job)
    {
        var (held, free) = (_held[job], _total - _held.Total);
        return free > 0 && (held == 0 || held < Math.Min(_slots, free));
    }

    protected override bool May(Waiter<object, DownloadTurn> waiter)
    {
        var host = waiter.Request.Host;
        return waiter.Lane == Resuming || (host.Places.HasRoomFor(waiter.Job) && host.Breaker.Remaining == TimeSpan.Zero);
    }

    protected override void Take(Waiter<object, DownloadTurn> waiter)
    {
        var turn = waiter.Request;
        turn.Begin();
        turn.HasSlot = true;
        _withSlot.Add(turn);
        _held.Add(turn.Job, 1);
        if (waiter.Lane != Resuming)
        {
            turn.Host.Places.Add(turn.Job, 1);
        }
    }

    protected override bool OnStuck()
    {
        if (!Waiting.Heads.Any(IsShortOfSlots))
        {
            return false;
        }

        var silent = _withSlot.Where(turn => turn.Silence >= Patience).ToList();
        silent.ForEach(GiveSlotBack);
        return silent.Count > 0;
    }

    /// <summary>When the first of the pauses that somebody waits for is over, or the first slot may be lost.</summary>
    protected override TimeSpan? NextLook()
    {
        TimeSpan? next = null;
        var anyIsShort = false;
        foreach (var waiter in Waiting.Heads)
        {
            var pause = waiter.Request.Host.Breaker.Remaining;
            next = pause > TimeSpan.Zero && waiter.Lane != Resuming ? Earlier(next, pause) : next;
            anyIsShort |= IsShortOfSlots(waiter);
        }

        return anyIsShort ? _withSlot.Select(turn => Patience - turn.Silence).Aggregate(next, (one, other) => Earlier(one, other)) : next;
    }

    private bool IsShortOfSlots(Waiter<object, DownloadTurn> waiter) => !JobMay(waiter.Job) && May(waiter);

    private void GiveSlotBack(DownloadTurn turn)
    {
        if (_withSlot.Remove(turn))
        {
            turn.HasSlot = false;
            _held.Add(turn.Job, -1);
        }
    }
}
