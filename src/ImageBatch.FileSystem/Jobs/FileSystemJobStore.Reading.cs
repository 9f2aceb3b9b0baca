using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.FileSystem.Jobs;

internal sealed partial class FileSystemJobStore
{
    private const int MostReadTries = 20;

    public Task<Job?> FindAsync(JobId jobId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(_state.Jobs.Find(jobId)?.Describe());
        }
    }

    /// <summary>
    /// While the journal cannot be written this fails as well, though it could answer: so dispatch pauses, and
    /// readiness tells.
    /// </summary>
    public async Task<IReadOnlyList<Job>> QueryAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        await CheckJournalAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            var finished = query.FinishedBefore is not null;
            return
            [
                .. _state.Jobs.After(finished, query.After)
                    .Where(job => !finished || job.FinishedAt < query.FinishedBefore)
                    .Take(query.Limit)
                    .Select(job => job.Describe()),
            ];
        }
    }

    public Task<IReadOnlyList<Product>> ReadProductsAsync(
        JobId jobId, int afterRow, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return ReadAsync<Product>(jobId, job => _rows.Open(job.Record).ReadProducts(afterRow, limit), cancellationToken);
    }

    public Task<IReadOnlyList<JobImage>> ReadImagesAsync(
        JobId jobId, ImageStatus? status, int afterIndex, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return ReadAsync<JobImage>(jobId, job => ReadImages(job, status, afterIndex, limit), cancellationToken);
    }

    public Task<IReadOnlyList<ImageWork>> LoadAsync(
        IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Task.Run<IReadOnlyList<ImageWork>>(
            () =>
            {
                var works = new List<ImageWork>();
                foreach (var ofJob in keys.Distinct().GroupBy(key => key.Job))
                {
                    works.AddRange(Read(ofJob.Key, job => Load(job, ofJob)));
                }

                return works;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<ImageKey>> ReadSuspectsAsync(
        JobId jobId, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<ImageKey>>(
                [.. _state.Jobs.Find(jobId)?.Suspects().Take(limit) ?? []]);
        }
    }

    private List<JobImage> ReadImages(StoredJob job, ImageStatus? status, int after, int limit)
    {
        ImagePage? page;
        int generation;
        long index;
        lock (_gate)
        {
            (generation, index) = (job.Checkpoint.Generation, job.Checkpoint.ResultsIndex);
            page = job.Images is { } images ? ImagePage.Select(images, status, after, limit) : null;
        }

        // A finished job's table does not change; should its next run start meanwhile, this is the time before.
        page ??= ImagePage.Select(_tables.Read(job.Record, generation, index), status, after, limit);
        var read = new List<JobImage>(page.Indexes.Count);
        using var results = new ResultSource(_layout, job.Id, generation);
        foreach (var image in _rows.Open(job.Record).ReadImages([.. page.Indexes]))
        {
            var (stands, position) = page.States[read.Count];
            var (output, error) = position == 0 ? (null, null) : results.Read(position);
            read.Add(image with { Status = stands, Output = output, Error = error });
        }

        return read;
    }

    private List<ImageWork> Load(StoredJob job, IEnumerable<ImageKey> keys)
    {
        var loaded = new List<(ImageKey Key, int Deaths)>();
        lock (_gate)
        {
            loaded.AddRange(keys
                .Where(key => job.IsPending(key.Index, key.Run))
                .OrderBy(key => key.Index)
                .Select(key => (key, job.CountDeaths(key.Index))));
        }

        if (loaded.Count == 0)
        {
            return [];
        }

        var urls = _rows.Open(job.Record).ReadUrls([.. loaded.Select(image => image.Key.Index)]);
        return [.. loaded.Select((image, i) => new ImageWork(image.Key, urls[i], job.Record.Definition.Options, image.Deaths))];
    }

    private Task<IReadOnlyList<T>> ReadAsync<T>(
        JobId jobId, Func<StoredJob, List<T>> read, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<T>>(() => Read(jobId, read), cancellationToken);

    /// <summary>
    /// Reads from a job's files. They are read without a lock, so that one that was replaced or taken away meanwhile is
    /// looked for again.
    /// </summary>
    private List<T> Read<T>(JobId jobId, Func<StoredJob, List<T>> read)
    {
        for (var tries = 1; ; tries++)
        {
            StoredJob? job;
            lock (_gate)
            {
                job = _state.Jobs.Find(jobId);
            }

            try
            {
                return job is null ? [] : read(job);
            }
            catch (Exception exception) when (
                tries < MostReadTries
                && exception is FileNotFoundException or DirectoryNotFoundException or ObjectDisposedException)
            {
                Thread.Yield();
            }
            catch (Exception exception) when (
                exception is FileNotFoundException or DirectoryNotFoundException or InvalidDataException)
            {
                throw new JobDamagedException(jobId, exception.Message, exception);
            }
        }
    }
}
