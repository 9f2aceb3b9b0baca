using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore;

internal sealed partial class EntityFrameworkCoreJobStore
{
    // Keeps clear of the limits that databases set to the parameters of a statement.
    private const int LoadedAtOnce = 500;

    public Task<Job?> FindAsync(JobId jobId, CancellationToken cancellationToken = default) => database.ReadAsync(
        async (context, token) => (await context.Jobs().Where(job => job.Id == jobId.Value)
            .WithWebhooks(context).SingleOrDefaultAsync(token).ConfigureAwait(false))?.Describe(),
        cancellationToken);

    public Task<IReadOnlyList<Job>> QueryAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        return database.ReadAsync<IReadOnlyList<Job>>(
            async (context, token) =>
            {
                var jobs = query.FinishedBefore is { } before
                    ? context.Jobs().Where(job => job.FinishedAt < before)
                    : context.Jobs().Where(job => job.FinishedAt == null);
                if (query.After is { Value: var after })
                {
                    jobs = jobs.Where(job => job.Id > after);
                }

                var rows = await jobs.OrderBy(job => job.Id).Take(query.Limit).WithWebhooks(context).ToListAsync(token)
                    .ConfigureAwait(false);
                return [.. rows.OrderBy(row => row.Job.Id).Select(row => row.Describe())];
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<Product>> ReadProductsAsync(
        JobId jobId, int afterRow, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<IReadOnlyList<Product>>(
            async (context, token) =>
            {
                var rows = context.Set<ProductEntity>().Where(product => product.JobId == jobId.Value && product.Row > afterRow
                    && context.Jobs().Any(job => job.Id == jobId.Value)).OrderBy(product => product.Row);
                var last = await FindEndAsync(rows.Take(limit), token).ConfigureAwait(false);
                var products = await rows.Where(product => product.Row <= last).ToListAsync(token).ConfigureAwait(false);
                if (products.Count == 0)
                {
                    return [];
                }

                var (first, end) = (products[0].FirstImage, products[^1].FirstImage + products[^1].Images);
                var images = await context.Set<ImageEntity>()
                    .Where(image => image.JobId == jobId.Value && image.Index >= first && image.Index < end)
                    .OrderBy(image => image.Index).Select(image => new ProductImage(image.Url, image.SameAs))
                    .ToListAsync(token).ConfigureAwait(false);

                // Fewer only where the job was deleted between the two: then it has no products any more.
                return images.Count < end - first
                    ? []
                    : [.. products.Select(product => product.Describe(images.GetRange(product.FirstImage - first, product.Images)))];
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<JobImage>> ReadImagesAsync(
        JobId jobId, ImageStatus? status, int afterIndex, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<IReadOnlyList<JobImage>>(
            async (context, token) =>
            {
                var images = context.Set<ImageEntity>().Where(image => image.JobId == jobId.Value && image.Index > afterIndex
                    && context.Jobs().Any(job => job.Id == jobId.Value));
                if (status is { } wanted)
                {
                    images = images.Where(image => image.Status == wanted);
                }

                var page = from image in images.OrderBy(image => image.Index).Take(limit)
                           join product in context.Set<ProductEntity>()
                               on new { image.JobId, image.Row } equals new { product.JobId, product.Row }
                           orderby image.Index
                           select image.Describe(product.SerialNumber, product.Name);
                return await page.ToListAsync(token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<ImageWork>> LoadAsync(
        IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return database.ReadAsync<IReadOnlyList<ImageWork>>(
            async (context, token) =>
            {
                var works = new List<ImageWork>(keys.Count);
                foreach (var run in keys.Distinct().GroupBy(key => (Job: key.Job.Value, key.Run)))
                {
                    foreach (var indexes in run.Select(key => key.Index).Chunk(LoadedAtOnce))
                    {
                        works.AddRange(await LoadAsync(context, run.Key.Job, run.Key.Run, indexes, token).ConfigureAwait(false));
                    }
                }

                return works;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<ImageKey>> ReadSuspectsAsync(
        JobId jobId, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<IReadOnlyList<ImageKey>>(
            async (context, token) =>
            {
                var suspects = from job in context.Jobs()
                               join image in context.Set<ImageEntity>() on job.Id equals image.JobId
                               where job.Id == jobId.Value && image.Status == ImageStatus.Pending
                                   && context.Set<StartEntity>().Any(start =>
                                       start.JobId == job.Id && start.Index == image.Index && !start.TakenBack)
                               orderby image.Index
                               select new ImageKey(jobId, image.Index, job.Run);
                return await suspects.Take(limit).ToListAsync(token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>The row with which a page ends. How long rows are is asked first, since no database sums them up to a limit.</summary>
    private static async Task<int> FindEndAsync(IQueryable<ProductEntity> rows, CancellationToken cancellationToken)
    {
        // As the column has them: one text, a little longer than the cells.
        var lengths = await rows.Select(product => new { product.Row, ((string)(object)product.Cells).Length })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var characters = 0L;
        return lengths.TakeWhile(row => (characters += row.Length) - row.Length < IJobStore.PageCharacters)
            .LastOrDefault()?.Row ?? -1;
    }

    private static async Task<IEnumerable<ImageWork>> LoadAsync(
        DbContext context, Guid jobId, int run, int[] indexes, CancellationToken cancellationToken)
    {
        var rows = await (
            from image in context.Set<ImageEntity>()
            join job in context.Jobs() on image.JobId equals job.Id
            where job.Id == jobId && job.Run == run && image.Status == ImageStatus.Pending && indexes.Contains(image.Index)
            select new
            {
                image.Index,
                image.Url,
                Options = new CompressionOptions
                {
                    Quality = job.Quality,
                    MaxWidth = job.MaxWidth,
                    MaxHeight = job.MaxHeight,
                    Format = job.Format,
                },
                Deaths = context.Set<StartEntity>()
                    .Count(start => start.JobId == jobId && start.Index == image.Index && !start.TakenBack),
            }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.Select(row =>
            new ImageWork(new ImageKey(new JobId(jobId), row.Index, run), row.Url, row.Options, row.Deaths));
    }
}
