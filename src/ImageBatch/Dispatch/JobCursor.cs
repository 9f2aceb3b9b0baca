using System.Diagnostics;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Dispatch;

/// <summary>How far one run of a job has been handed out. Kept in memory only: it begins at the first pending image.</summary>
internal sealed class JobCursor(Job job, DateTimeOffset seenAt)
{
    private const int PageSize = 512;

    private readonly Queue<int> _ready = [];
    private readonly Dictionary<int, long> _outstanding = [];
    private int _readUpTo = -1;
    private bool _readAll;

    public JobId Job { get; } = job.Id;

    public int Run { get; } = job.Run;

    /// <summary>The activity of the job's upload.</summary>
    public ActivityContext TraceContext { get; } = Telemetry.ParentOf(job.Definition);

    /// <summary>Since when its images are there to be worked on; of a later run, since it was seen here, for want of better.</summary>
    public DateTimeOffset Since { get; } = job.Run == 1 ? job.CreatedAt : seenAt;

    /// <summary>How many images are not known to be final, those that are the same as others among them.</summary>
    public int Pending { get; private set; } = job.Images.Pending;

    /// <summary>How many images are handed out and not known to be final.</summary>
    public int Outstanding => _outstanding.Count;

    /// <summary>
    /// Takes the images that a process may have died of: they go out before all others, so that they come to their end
    /// before more images come under suspicion. What is left of very many goes out in its turn.
    /// </summary>
    public async Task<IReadOnlyList<ImageKey>> TakeSuspectsAsync(
        IJobStore store, int limit, long now, CancellationToken cancellationToken)
    {
        var suspects = await store.ReadSuspectsAsync(Job, limit, cancellationToken).ConfigureAwait(false);
        var keys = suspects.Where(key => key.Run == Run).ToArray();
        foreach (var key in keys)
        {
            _outstanding[key.Index] = now;
        }

        return keys;
    }

    /// <summary>Takes the next images to hand out, at most so many; none where all are out.</summary>
    public async Task<IReadOnlyList<ImageKey>> TakeAsync(
        IJobStore store, int limit, long now, CancellationToken cancellationToken)
    {
        while (_ready.Count < limit && !_readAll)
        {
            await ReadPageAsync(store, cancellationToken).ConfigureAwait(false);
        }

        var keys = new List<ImageKey>(Math.Min(limit, _ready.Count));
        while (keys.Count < limit && _ready.TryDequeue(out var index))
        {
            _outstanding[index] = now;
            keys.Add(new ImageKey(Job, index, Run));
        }

        return keys;
    }

    /// <summary>Puts images that could not be handed out back to the front.</summary>
    public void PutBack(IReadOnlyList<ImageKey> keys)
    {
        var later = _ready.ToArray();
        _ready.Clear();
        foreach (var key in keys)
        {
            _outstanding.Remove(key.Index);
            _ready.Enqueue(key.Index);
        }

        foreach (var index in later)
        {
            _ready.Enqueue(index);
        }
    }

    public void Finish(int index)
    {
        if (_outstanding.Remove(index))
        {
            Pending--;
        }
    }

    /// <summary>Learns how its job stands: forgets images that have become final elsewhere, and takes those to hand out once more.</summary>
    public async Task<IReadOnlyList<ImageKey>> RefreshAsync(
        Job job, IJobStore store, TimeProvider time, TimeSpan redispatchAfter, CancellationToken cancellationToken)
    {
        await ForgetFinishedAsync(store, cancellationToken).ConfigureAwait(false);
        Pending = job.Images.Pending;
        var overdue = new List<ImageKey>();
        foreach (var (index, handedOutAt) in _outstanding.ToArray())
        {
            if (time.GetElapsedTime(handedOutAt) >= redispatchAfter)
            {
                _outstanding[index] = time.GetTimestamp();
                overdue.Add(new ImageKey(Job, index, Run));
            }
        }

        return overdue;
    }

    /// <summary>Forgets images that have become final elsewhere.</summary>
    public async Task ForgetFinishedAsync(IJobStore store, CancellationToken cancellationToken)
    {
        if (_outstanding.Count == 0)
        {
            return;
        }

        var pending = await ReadPendingAsync(store, cancellationToken).ConfigureAwait(false);
        foreach (var index in _outstanding.Keys.Where(index => !pending.Contains(index)).ToArray())
        {
            Finish(index);
        }
    }

    private async Task ReadPageAsync(IJobStore store, CancellationToken cancellationToken)
    {
        var page = await store.ReadImagesAsync(Job, ImageStatus.Pending, _readUpTo, PageSize, cancellationToken)
            .ConfigureAwait(false);
        foreach (var image in page)
        {
            // Images that are the same as an earlier one become final with it; suspects are out already.
            if (image.SameAs is null && !_outstanding.ContainsKey(image.Index))
            {
                _ready.Enqueue(image.Index);
            }
        }

        _readAll = page.Count < PageSize;
        _readUpTo = page.Count > 0 ? page[^1].Index : _readUpTo;
    }

    private async Task<HashSet<int>> ReadPendingAsync(IJobStore store, CancellationToken cancellationToken)
    {
        var pending = new HashSet<int>();
        var last = _outstanding.Keys.Max();
        for (var after = _outstanding.Keys.Min() - 1; after < last;)
        {
            var page = await store.ReadImagesAsync(Job, ImageStatus.Pending, after, PageSize, cancellationToken)
                .ConfigureAwait(false);
            pending.UnionWith(page.Select(image => image.Index));
            after = page.Count < PageSize ? last : page[^1].Index;
        }

        return pending;
    }
}
