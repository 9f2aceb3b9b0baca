using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Tests.Csv;

/// <summary>A job store with one job in it that can be read and no more.</summary>
internal sealed class ReadOnlyJobStore(IReadOnlyList<Product> products, Func<JobImage, JobImage> finish) : IJobStore
{
    private readonly List<JobImage> _images =
    [
        .. products.SelectMany(product => product.Images.Select((image, i) => finish(new JobImage
        {
            Index = product.FirstImage + i,
            Row = product.Row,
            SerialNumber = product.SerialNumber,
            ProductName = product.Name,
            Url = image.Url,
            SameAs = image.SameAs,
        }))),
    ];

    public int LargestLimit { get; private set; }

    public int Images => _images.Count;

    public Action? AfterRead { get; set; }

    public bool IsDeleted { get; set; }

    public Task<IReadOnlyList<Product>> ReadProductsAsync(JobId jobId, int afterRow, int limit, CancellationToken cancellationToken) =>
        ReadAsync(products, product => product.Row > afterRow, limit, cancellationToken);

    public Task<IReadOnlyList<JobImage>> ReadImagesAsync(
        JobId jobId, ImageStatus? status, int afterIndex, int limit, CancellationToken cancellationToken) =>
        ReadAsync(_images, image => image.Index > afterIndex && (status is null || image.Status == status), limit, cancellationToken);

    public Task<AddJobResult> AddAsync(
        JobId jobId,
        string? idempotencyKey,
        IAsyncEnumerable<IReadOnlyList<Product>> pages,
        Func<CancellationToken, Task<JobSeal>> seal,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Job?> FindAsync(JobId jobId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Job>> QueryAsync(JobQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ImageWork>> LoadAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ImageKey>> ReadSuspectsAsync(JobId jobId, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<SaveResult> SaveAsync(IReadOnlyList<ImageEvent> events, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<JobChangeResult> ChangeAsync(JobId jobId, JobChange change, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> DeleteAsync(JobId jobId, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task<IReadOnlyList<T>> ReadAsync<T>(
        IReadOnlyList<T> all, Func<T, bool> selects, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LargestLimit = Math.Max(LargestLimit, limit);
        await Task.Yield();
        List<T> page = IsDeleted ? [] : [.. all.Where(selects).Take(limit)];
        AfterRead?.Invoke();
        return page;
    }
}
