using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.Model;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>Saves what a batch says of one job, whose row is locked and tracked.</summary>
internal sealed class PortableSave(DbContext context, JobEntity job, EventBatch batch, DateTimeOffset now)
{
    // Keeps clear of the limits that databases set to the parameters of a statement.
    private const int ChunkSize = 500;

    private readonly List<ImageEvent> _finals = [.. batch.Finals.Where(final => IsOf(job, final.Key))];
    private readonly List<StartedAttempt> _starts = [.. batch.Starts.Where(start => IsOf(job, start.Key))];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var images = new Dictionary<int, ImageEntity>();
        var known = new Dictionary<(int, Guid), StartEntity>();
        var indexes = _finals.Select(final => final.Key.Index).Concat(_starts.Select(start => start.Key.Index)).Distinct();
        foreach (var chunk in indexes.Chunk(ChunkSize))
        {
            await context.Set<ImageEntity>().AsTracking()
                .Where(image => image.JobId == job.Id && image.Status == ImageStatus.Pending && chunk.Contains(image.Index))
                .ForEachAsync(image => images.Add(image.Index, image), cancellationToken).ConfigureAwait(false);
            await context.Set<StartEntity>().AsTracking()
                .Where(start => start.JobId == job.Id && chunk.Contains(start.Index))
                .ForEachAsync(start => known.Add((start.Index, start.Attempt), start), cancellationToken).ConfigureAwait(false);
        }

        Count(images, known);
        var firsts = Finish(images);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await FinishCopiesAsync(firsts, cancellationToken).ConfigureAwait(false);
        await ForgetStartsAsync(firsts, cancellationToken).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool IsOf(JobEntity job, ImageKey key) => key.Job.Value == job.Id && key.Run == job.Run;

    /// <summary>Stores the starts and returns of pending images.</summary>
    private void Count(Dictionary<int, ImageEntity> images, Dictionary<(int, Guid), StartEntity> known)
    {
        foreach (var start in _starts.Where(start => images.ContainsKey(start.Key.Index)))
        {
            if (known.TryGetValue((start.Key.Index, start.Attempt), out var stored))
            {
                stored.TakenBack |= start.IsOldTakenBack;
            }
            else if (start.IsStarted)
            {
                Begin();
                context.Add(new StartEntity
                {
                    JobId = job.Id,
                    Index = start.Key.Index,
                    Attempt = start.Attempt,
                    TakenBack = start.IsNewTakenBack,
                });
            }
        }
    }

    /// <summary>Makes images final, but no copy of one that is; answers those that were.</summary>
    private Dictionary<int, ImageEntity> Finish(Dictionary<int, ImageEntity> images)
    {
        var finished = new Dictionary<int, ImageEntity>();
        foreach (var final in _finals)
        {
            if (images.TryGetValue(final.Key.Index, out var image)
                && (image.SameAs is null || !finished.ContainsKey(image.SameAs.Value)))
            {
                Begin();
                image.Apply(final);
                job.Count(image, 1);
                finished.Add(image.Index, image);
            }
        }

        return finished;
    }

    private async Task FinishCopiesAsync(Dictionary<int, ImageEntity> firsts, CancellationToken cancellationToken)
    {
        foreach (var chunk in firsts.Keys.Chunk(ChunkSize))
        {
            // Most images have no copies: one look tells which have.
            var copied = await context.Set<ImageEntity>()
                .Where(image => image.JobId == job.Id && image.Status == ImageStatus.Pending
                    && image.SameAs != null && chunk.Contains(image.SameAs.Value))
                .Select(image => image.SameAs!.Value)
                .Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var first in copied.Select(index => firsts[index]))
            {
                var copies = await context.Set<ImageEntity>()
                    .Where(image => image.JobId == job.Id && image.SameAs == first.Index && image.Status == ImageStatus.Pending)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(image => image.Status, first.Status)
                            .SetProperty(image => image.OutputName, first.OutputName)
                            .SetProperty(image => image.BytesIn, first.BytesIn)
                            .SetProperty(image => image.BytesOut, first.BytesOut)
                            .SetProperty(image => image.Unchanged, first.Unchanged)
                            .SetProperty(image => image.Note, first.Note)
                            .SetProperty(image => image.ErrorCode, first.ErrorCode)
                            .SetProperty(image => image.ErrorMessage, first.ErrorMessage),
                        cancellationToken).ConfigureAwait(false);
                job.Count(first, copies);
            }
        }
    }

    private async Task ForgetStartsAsync(Dictionary<int, ImageEntity> finished, CancellationToken cancellationToken)
    {
        if (finished.Count > 0)
        {
            await context.Set<StartEntity>()
                .Where(start => start.JobId == job.Id && context.Set<ImageEntity>().Any(image =>
                    image.JobId == start.JobId && image.Index == start.Index && image.Status != ImageStatus.Pending))
                .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Begin()
    {
        job.StartedAt ??= now;
        job.Status = JobStatus.Processing;
    }
}
