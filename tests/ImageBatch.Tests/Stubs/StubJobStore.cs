using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Tests.Stubs;

/// <summary>A job store of which a test says the few answers it needs.</summary>
internal sealed class StubJobStore : IJobStore
{
    private int _queries;

    /// <summary>How many times it was asked for jobs.</summary>
    public int Queries => Volatile.Read(ref _queries);

    public Func<IReadOnlyList<ImageEvent>, Task<SaveResult>> OnSave { get; set; } =
        _ => Task.FromResult(new SaveResult([], []));

    public Func<IReadOnlyList<Job>> OnQuery { get; set; } = () => [];

    public Func<JobId, int, int, IReadOnlyList<JobImage>> OnReadImages { get; set; } = (_, _, _) => [];

    public Func<JobId, IReadOnlyList<ImageKey>> OnReadSuspects { get; set; } = _ => [];

    public Task<SaveResult> SaveAsync(IReadOnlyList<ImageEvent> events, CancellationToken cancellationToken = default) =>
        OnSave(events);

    public Task<IReadOnlyList<Job>> QueryAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _queries);
        return Task.FromResult(OnQuery());
    }

    public Task<IReadOnlyList<JobImage>> ReadImagesAsync(
        JobId jobId, ImageStatus? status, int afterIndex, int limit, CancellationToken cancellationToken = default) =>
        Task.FromResult(OnReadImages(jobId, afterIndex, limit));

    public Task<IReadOnlyList<ImageKey>> ReadSuspectsAsync(
        JobId jobId, int limit, CancellationToken cancellationToken = default) => Task.FromResult(OnReadSuspects(jobId));

    public Task<AddJobResult> AddAsync(
        JobId jobId,
        string? idempotencyKey,
        IAsyncEnumerable<IReadOnlyList<Product>> pages,
        Func<CancellationToken, Task<JobSeal>> seal,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Job?> FindAsync(JobId jobId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<Product>> ReadProductsAsync(
        JobId jobId, int afterRow, int limit, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ImageWork>> LoadAsync(
        IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ImageWork>>(
            [.. from key in keys
                from image in OnReadImages(key.Job, key.Index - 1, 1)
                where image.Index == key.Index
                select new ImageWork(key, image.Url, new CompressionOptions(), 0)]);

    public Task<JobChangeResult> ChangeAsync(
        JobId jobId, JobChange change, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(JobId jobId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
