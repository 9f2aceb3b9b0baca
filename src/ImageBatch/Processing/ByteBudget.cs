using ImageBatch.Fairness;
using ImageBatch.Model;
using Microsoft.Extensions.Options;

namespace ImageBatch.Processing;

/// <summary>
/// Bounds the bytes of inputs, and of outputs that wait to be saved, in this process. An input is counted before its first
/// byte is read: with the length that its server names, or where that is unknown with what has come of it.
/// </summary>
/// <remarks>
/// <para>One that waits never blocks one that fits. A job may hold twice as much as is still free; of the last eighth only one
/// that holds nothing gets some, half of what is left: bodies that trickle, of many jobs, leave room for others.</para>
/// <para>A third is kept for large inputs that have waited for <see cref="Patience"/>, one at a time: they come to their turn
/// however many small ones go by.</para>
/// <para>Nothing deadlocks: who was given all that it needs waits for nobody here. Of bodies of unknown length that all wait
/// for more, the one that asked last gives up what it has and begins anew.</para>
/// </remarks>
/// <param name="capacity">Most bytes.</param>
/// <param name="time">The clock.</param>
internal sealed class ByteBudget(long capacity, TimeProvider time)
    : FairGate<long, (ByteReservation Reservation, long Bytes)>(time)
{
    /// <summary>How long an input waits before it may take what is kept for such.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The lane of bodies that have some and wait for more. Those that begin have lanes by their size.</summary>
    private const long Growth = -1;

    private readonly long _kept = capacity / 3;
    private readonly long _shared = capacity - (capacity / 3);
    private readonly JobTally _held = new();
    private readonly JobTally _reservations = new();
    private long _keptUsed;

    /// <summary>Takes its part of what the options give to images in flight.</summary>
    public ByteBudget(IOptions<ImageBatchOptions> options, TimeProvider time)
        : this(CapacityOf(options.Value.Processing), time)
    {
    }

    /// <summary>The most bytes that were reserved at once, since it was last taken.</summary>
    public long HighWaterMark { get; private set; }

    /// <summary>Answers the high-water mark, and begins anew with what is reserved now.</summary>
    public long TakeHighWaterMark()
    {
        lock (Sync)
        {
            var mark = HighWaterMark;
            HighWaterMark = _held.Total + _keptUsed;
            return mark;
        }
    }

    /// <summary>The bytes that are reserved now.</summary>
    public long Reserved
    {
        get
        {
            lock (Sync)
            {
                return _held.Total + _keptUsed;
            }
        }
    }

    private long Free => _shared - _held.Total;

    /// <summary>What is free beyond the last eighth.</summary>
    private long Ample => Free - (_shared / 8);

    /// <summary>Waits until an input of this many bytes may be read.</summary>
    public async Task<ByteReservation> ReserveAsync(JobId job, long bytes, CancellationToken cancellationToken)
    {
        var reservation = new ByteReservation(this, job);
        await WaitAsync(job, long.Log2(bytes | 1), (reservation, bytes), cancellationToken).ConfigureAwait(false);
        return reservation;
    }

    /// <summary>Counts what needs no waiting for, such as an empty body.</summary>
    public ByteReservation Count(JobId job, long bytes)
    {
        var reservation = new ByteReservation(this, job);
        lock (Sync)
        {
            _reservations.Add(job, 1);
            Add(reservation, bytes);
        }

        return reservation;
    }

    /// <summary>Waits until a reservation may have this much more.</summary>
    /// <exception cref="MemoryWithdrawnException">All others of its job wait for the same.</exception>
    internal Task GrowAsync(ByteReservation reservation, long by, CancellationToken cancellationToken) =>
        WaitAsync(reservation.Job, Growth, (reservation, by), cancellationToken);

    /// <summary>Counts more or less for a reservation, without a wait.</summary>
    internal void Change(ByteReservation reservation, long by, bool last)
    {
        lock (Sync)
        {
            Add(reservation, by);
            _reservations.Add(reservation.Job, last ? -1 : 0);
            Grant();
        }
    }

    protected override bool JobMay(JobId job) => true;

    protected override bool May(Waiter<long, (ByteReservation Reservation, long Bytes)> waiter)
    {
        var bytes = waiter.Request.Bytes;
        return waiter.Lane != Growth
            ? FitsShare(waiter.Job, bytes) || MayTakeKept(waiter) || _reservations.Total == 0
            : waiter.Request.Reservation.IsKept || FitsShare(waiter.Job, bytes) || IsAlone(waiter.Job, bytes);
    }

    protected override void Take(Waiter<long, (ByteReservation Reservation, long Bytes)> waiter)
    {
        var (reservation, bytes) = waiter.Request;
        if (waiter.Lane != Growth)
        {
            reservation.IsKept = !FitsShare(waiter.Job, bytes) && MayTakeKept(waiter);
            _reservations.Add(waiter.Job, 1);
        }

        Add(reservation, bytes);
    }

    protected override TimeSpan? NextLook() =>
        _keptUsed == 0 ? UntilPatient(Waiting.Heads.Where(waiter => waiter.Lane != Growth), Patience) : null;

    protected override bool OnStuck()
    {
        var last = Waiting.Jobs.FirstOrDefault(job => AllWaitToGrow(job, atLeast: 2)) is var stuck && stuck != default
            ? Waiting.LastOf(stuck, Growth)
            : Waiting.Jobs.Sum(job => Waiting.CountOf(job, Growth)) == _reservations.Total && _reservations.Total > 1
                ? Waiting.Jobs.Select(job => Waiting.LastOf(job, Growth)).MaxBy(waiter => waiter?.Since)
                : null;
        if (last is not null)
        {
            Waiting.Remove(last);
            last.SetException(new MemoryWithdrawnException());
        }

        // Nobody may go before that one has given back what it has.
        return false;
    }

    /// <summary>Three eighths; the rest is for codecs, see <see cref="CompressionTurns"/>.</summary>
    public static long CapacityOf(ProcessingOptions options) => options.MaxBytesInFlight / 8 * 3;

    private bool FitsShare(JobId job, long bytes)
    {
        var held = _held[job];
        return held == 0 ? bytes <= Math.Max(Ample, Free / 2) : bytes <= Ample && held < 2 * Free;
    }

    private bool MayTakeKept(Waiter<long, (ByteReservation Reservation, long Bytes)> waiter) =>
        _keptUsed == 0 && waiter.Request.Bytes > _shared / 8 && waiter.Request.Bytes <= _kept && Time.GetElapsedTime(waiter.Since) >= Patience;

    /// <summary>Whether nothing but itself keeps a body from its next bytes, so that it has them where they are there at all.</summary>
    private bool IsAlone(JobId job, long bytes) =>
        _reservations.Total == 1 || (bytes <= Ample && AllWaitToGrow(job, atLeast: 1) && _reservations[job] == 1);

    private bool AllWaitToGrow(JobId job, int atLeast)
    {
        var waiting = Waiting.CountOf(job, Growth);
        return waiting >= atLeast && waiting == _reservations[job];
    }

    private void Add(ByteReservation reservation, long bytes)
    {
        reservation.Bytes += bytes;
        if (reservation.IsKept)
        {
            _keptUsed += bytes;
        }
        else
        {
            _held.Add(reservation.Job, bytes);
        }

        HighWaterMark = Math.Max(HighWaterMark, _held.Total + _keptUsed);
    }
}
