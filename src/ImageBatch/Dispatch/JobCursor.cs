using System.Diagnostics;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Dispatch;

/// <summary>
/// How far one run of a job has been handed out. Kept in memory only: it begins at the first pending image. Hosts take turns,
/// and one whose images are not done makes room for others: so many images are read ahead for that.
/// </summary>
internal sealed class JobCursor(Job job, DateTimeOffset seenAt)
{
    private const int PageSize = 512;
    private const int MostReadAhead = 8_192;

    private readonly Dictionary<string, HostLine> _byHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<HostLine> _hosts = [];
    private readonly Dictionary<int, (long Since, HostLine Host)> _outstanding = [];
    private int _ready;
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

    /// <summary>Whether some images may not be handed out yet.</summary>
    public bool HasMore => _ready > 0 || !_readAll;

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
            HandOut(key.Index, LineOf("", isFirst: true), now);
        }

        return keys;
    }

    /// <summary>Takes the next images to hand out; none where all are out, or those that are not wait for room at their host.</summary>
    /// <param name="store">Where they are read.</param>
    /// <param name="limit">Most images to answer with.</param>
    /// <param name="share">How many the job may have out; a host has no more of it than it leaves to others.</param>
    /// <param name="now">When they go out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ImageKey>> TakeAsync(
        IJobStore store, int limit, int share, long now, CancellationToken cancellationToken)
    {
        var keys = new List<ImageKey>();
        while (keys.Count < limit)
        {
            if (NextHost(share) is { } host)
            {
                var index = host.Value.Take();
                _ready--;
                _hosts.Remove(host);
                _hosts.AddLast(host);
                HandOut(index, host.Value, now);
                keys.Add(new ImageKey(Job, index, Run));
            }
            else if (!_readAll && _ready < MostReadAhead)
            {
                await ReadPageAsync(store, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                break;
            }
        }

        return keys;
    }

    /// <summary>Puts images that could not be handed out back to the front.</summary>
    public void PutBack(IReadOnlyList<ImageKey> keys)
    {
        foreach (var group in keys.GroupBy(key => _outstanding[key.Index].Host).ToArray())
        {
            group.Key.PutBack(group.Select(key => key.Index));
            _ready += group.Count();
        }

        foreach (var key in keys)
        {
            TakeBack(key.Index);
        }
    }

    public void Finish(int index)
    {
        if (TakeBack(index))
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
        foreach (var (index, (since, host)) in _outstanding.ToArray())
        {
            if (time.GetElapsedTime(since) >= redispatchAfter)
            {
                _outstanding[index] = (time.GetTimestamp(), host);
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

        var keys = _outstanding.Keys.Select(index => new ImageKey(Job, index, Run)).ToArray();
        var pending = (await store.LoadAsync(keys, cancellationToken).ConfigureAwait(false)).Select(work => work.Key.Index).ToHashSet();
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
                LineOf(HostOf(image.Url)).Add(image.Index);
                _ready++;
            }
        }

        _readAll = page.Count < PageSize;
        _readUpTo = page.Count > 0 ? page[^1].Index : _readUpTo;
    }

    private LinkedListNode<HostLine>? NextHost(int share)
    {
        var node = _hosts.First;
        while (node is not null && !(node.Value.Ready > 0 && HasRoom(node.Value, share)))
        {
            node = node.Next;
        }

        return node;
    }

    /// <summary>A host leaves to others as much of the job's share as it has, where others may come.</summary>
    private bool HasRoom(HostLine host, int share) =>
        host.Outstanding == 0 || host.Outstanding < share - Outstanding || (_readAll && host.Ready == _ready);

    private HostLine LineOf(string host, bool isFirst = false)
    {
        if (!_byHost.TryGetValue(host, out var line))
        {
            _byHost[host] = line = new HostLine(host);
            _ = isFirst ? _hosts.AddFirst(line) : _hosts.AddLast(line);
        }

        return line;
    }

    private void HandOut(int index, HostLine host, long now)
    {
        _outstanding[index] = (now, host);
        host.Outstanding++;
    }

    private bool TakeBack(int index)
    {
        if (!_outstanding.Remove(index, out var image))
        {
            return false;
        }

        var host = image.Host;
        if (--host.Outstanding == 0 && host.Ready == 0)
        {
            _hosts.Remove(host);
            _byHost.Remove(host.Host);
        }

        return true;
    }

    /// <summary>What an image waits for with others of its job. Of what is no URL, which fails at once, nothing.</summary>
    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Authority : url;
}
