using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// Moves what old segments of the journal say into files of the jobs, so that the segments can go: of finished jobs as
/// soon as a segment is full, of unfinished ones when they hold too many segments back.
/// </summary>
/// <remarks>
/// A job's results are written first, then, in one rename, the state that names them; only then the segments go.
/// Killed anywhere in between, the store opens with what it had before, and the rest is removed.
/// </remarks>
internal sealed class Compactor(
    StoreState state, JobFiles files, JobLayout layout, Disk disk, Journal journal, Lock gate, ILogger logger) : IDisposable
{
    /// <summary>So many segments may be held back by jobs that are not finished.</summary>
    private const int MostSegmentsHeld = 8;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Committer? _committer;
    private Task _loop = Task.CompletedTask;

    /// <summary>Begins with what the last process left to do.</summary>
    public void Start(Committer committer)
    {
        _committer = committer;
        Wake();
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Compacts in the background.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>Compacts what is due, or all that can be.</summary>
    public async Task CompactAsync(bool everything)
    {
        try
        {
            await _one.WaitAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            if (everything)
            {
                await _committer!.RunAsync(Roll).ConfigureAwait(false);
            }

            foreach (var job in await _committer!.RunAsync(() => Due(everything)).ConfigureAwait(false))
            {
                _stopping.Token.ThrowIfCancellationRequested();
                await TryCheckpointAsync(job).ConfigureAwait(false);
            }

            var (first, end) = await _committer.RunAsync(Unneeded).ConfigureAwait(false);
            for (var segment = first; segment < end; segment++)
            {
                // One after the other, so that what is left never has a gap.
                File.Delete(layout.SegmentOf(segment));
                disk.FlushFolder(layout.Journal);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The store is closed; the next one goes on.
        }
        catch (Exception exception)
        {
            // Nothing is lost by it: the journal stays longer.
            logger.NotCompacted(layout.Journal, exception);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _wakes.Writer.TryComplete();
        _loop.GetAwaiter().GetResult();
        _stopping.Dispose();
        _one.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (var _ in _wakes.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await CompactAsync(everything: false).ConfigureAwait(false);
        }
    }

    private bool Roll()
    {
        journal.Roll();
        return true;
    }

    private List<StoredJob> Due(bool everything)
    {
        lock (gate)
        {
            return [.. state.Jobs.All.Where(job => job.Checkpoint.NeededFrom is { } needed
                && JournalPosition.Segment(needed) < journal.Segment
                && (everything || job.IsFinished || journal.Segment - JournalPosition.Segment(needed) > MostSegmentsHeld))];
        }
    }

    /// <summary>The segments that no job needs: from the first there is to the one that is not meant.</summary>
    private (int First, int End) Unneeded()
    {
        var first = layout.Segments()[0];
        lock (gate)
        {
            var needed = state.Jobs.All.Select(job => job.Checkpoint.NeededFrom ?? long.MaxValue).DefaultIfEmpty(long.MaxValue).Min();
            return (first, (int)Math.Min(journal.Segment, needed == long.MaxValue ? int.MaxValue : JournalPosition.Segment(needed)));
        }
    }

    private async Task TryCheckpointAsync(StoredJob job)
    {
        var taken = await _committer!.RunAsync(() => Take(job)).ConfigureAwait(false);
        try
        {
            if (Write(job, taken) is { } written)
            {
                await _committer.RunAsync(() => Switch(job, taken, written)).ConfigureAwait(false);
                RemoveOld(job, taken, written.Generation);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            logger.NotCompacted(layout.FolderOf(job.Id), exception);
            await _committer.RunAsync(() => Undo(job, taken)).ConfigureAwait(false);
        }
    }

    /// <summary>Takes what is to be written, as it stands between two groups.</summary>
    private Snapshot Take(StoredJob job)
    {
        // What the files say must not be ahead of what the journal is known to say.
        journal.Flush();
        lock (gate)
        {
            var written = new ByteWriter();
            job.WriteState(written);
            var images = job.Checkpoint.ResultsChanged ? job.Images!.Copy() : null;
            return new Snapshot(journal.End, written, images, job.Checkpoint.Generation, job.Checkpoint.ResultsIndex, job.Checkpoint.Begin());
        }
    }

    private Written? Write(StoredJob job, Snapshot taken)
    {
        lock (job.Files)
        {
            if (job.IsDeleted)
            {
                return null;
            }

            var written = new Written(taken.Generation, taken.ResultsIndex, null);
            if (taken.Images is not null)
            {
                var (index, results) = files.WriteResults(job.Id, taken.Generation, taken.Images);
                written = new Written(taken.Generation + 1, index, results);
            }

            files.WriteState(job.Id, taken.CoveredTo, written.Generation, written.ResultsIndex, taken.State);
            return written;
        }
    }

    private bool Switch(StoredJob job, Snapshot taken, Written written)
    {
        lock (gate)
        {
            job.Checkpoint.Reach(taken.CoveredTo, written.Generation, written.ResultsIndex);
            if (job.IsFinished && !job.Checkpoint.ResultsChanged)
            {
                job.Images = null;
                return true;
            }

            for (var image = 0; image < written.Results?.Length; image++)
            {
                job.Images!.MoveResult(image, taken.Images!.ResultOf(image), written.Results[image]);
            }

            return true;
        }
    }

    private bool Undo(StoredJob job, Snapshot taken)
    {
        lock (gate)
        {
            job.Checkpoint.Undo(taken.Before);
            return true;
        }
    }

    private void RemoveOld(StoredJob job, Snapshot taken, int generation)
    {
        lock (job.Files)
        {
            if (!job.IsDeleted && generation != taken.Generation)
            {
                files.DeleteResults(job.Id, taken.Generation);
            }
        }
    }

    private sealed record Snapshot(
        long CoveredTo,
        ByteWriter State,
        ImageTable? Images,
        int Generation,
        long ResultsIndex,
        (long? NeededFrom, bool ResultsChanged) Before);

    private sealed record Written(int Generation, long ResultsIndex, long[]? Results);
}
