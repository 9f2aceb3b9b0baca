using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.InMemory;

internal sealed partial class InMemoryJobStore
{
    public Task<Job?> FindAsync(JobId jobId, CancellationToken cancellationToken = default) =>
        Run(() => Read(jobId, Describe), cancellationToken);

    public Task<IReadOnlyList<Job>> QueryAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Run<IReadOnlyList<Job>>(() => Query(query), cancellationToken);
    }

    public Task<IReadOnlyList<Product>> ReadProductsAsync(
        JobId jobId, int afterRow, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Run<IReadOnlyList<Product>>(
            () =>
            {
                // The rows never change, so no lock is needed.
                var rows = _jobs.Find(jobId)?.Rows;
                var first = Math.Max(afterRow, -1) + 1L;
                var count = rows is null ? 0 : (int)Math.Clamp(rows.Products - first, 0, limit);
                var characters = 0L;
                return
                [
                    .. Enumerable.Range((int)(count == 0 ? 0 : first), count)
                        .TakeWhile(_ => characters < IJobStore.PageCharacters)
                        .Select(row =>
                        {
                            var product = rows!.ReadProduct(row);
                            characters += product.Cells.Sum(cell => cell.Length);
                            return product;
                        }),
                ];
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<JobImage>> ReadImagesAsync(
        JobId jobId, ImageStatus? status, int afterIndex, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Run<IReadOnlyList<JobImage>>(
            () => Read(jobId, job => job.ReadImages(status, afterIndex, limit)) ?? [], cancellationToken);
    }

    public Task<IReadOnlyList<ImageWork>> LoadAsync(
        IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Run<IReadOnlyList<ImageWork>>(
            () => [.. keys.Distinct().Select(key => Read(key.Job, job => job.Load(key))).OfType<ImageWork>()],
            cancellationToken);
    }

    public Task<IReadOnlyList<ImageKey>> ReadSuspectsAsync(
        JobId jobId, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Run<IReadOnlyList<ImageKey>>(
            () => Read(jobId, job => job.ReadSuspects(limit)) ?? [], cancellationToken);
    }

    private List<Job> Query(JobQuery query)
    {
        var finished = query.FinishedBefore is not null;
        var page = new List<Job>();
        var after = query.After;
        while (page.Count < query.Limit)
        {
            var ids = _jobs.Page(finished, after, query.Limit);
            if (ids.Count == 0)
            {
                break;
            }

            // A job may have changed since its id was read, so each is asked again.
            page.AddRange(ids.Select(id => Read(id, Describe)).OfType<Job>()
                .Where(job => finished ? job.FinishedAt < query.FinishedBefore : !job.IsFinished)
                .Take(query.Limit - page.Count));
            after = ids[^1];
        }

        return page;
    }
}
