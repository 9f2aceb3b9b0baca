using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Short ways to do with a job store what many tests do.</summary>
internal sealed class StoreDriver(JobStoreFixture fixture, CancellationToken token)
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private IJobStore Jobs => fixture.Jobs;

    public JobId NewId() => JobId.New(fixture.Time.GetUtcNow());

    public Task<AddJobResult> AddAsync(
        JobId id, string? key, IReadOnlyCollection<Product> products, string? webhookUrl = null) =>
        Jobs.AddAsync(id, key, Catalogue.Pages(products), _ => Task.FromResult(Catalogue.Seal(products, webhookUrl)), token);

    public async Task<Job> AddAsync(IReadOnlyCollection<Product> products, string? webhookUrl = null)
    {
        var result = await AddAsync(NewId(), null, products, webhookUrl);
        Assert.Equal(AddJobOutcome.Added, result.Outcome);
        return Assert.IsType<Job>(result.Job);
    }

    /// <summary>Adds a job of so many images, one a product.</summary>
    public Task<Job> AddAsync(int images, string? webhookUrl = null) => AddAsync(Catalogue.Distinct(images), webhookUrl);

    public Task<SaveResult> SaveAsync(params ImageEvent[] events) => Jobs.SaveAsync(events, token);

    /// <summary>Makes each image of a job final: so many of them succeed, the others fail.</summary>
    public async Task<Job> FinishAsync(Job job, int succeeded)
    {
        var events = new List<ImageEvent>();
        foreach (var image in await PendingAsync(job.Id))
        {
            events.Add(events.Count < succeeded
                ? Events.Succeeded(job.Key(image.Index))
                : Events.Failed(job.Key(image.Index)));
        }

        var result = await Jobs.SaveAsync(events, token);
        return Assert.Single(result.Completed);
    }

    public async Task<Job> ChangeAsync(JobId id, JobChange change)
    {
        var result = await Jobs.ChangeAsync(id, change, token);
        Assert.Equal(JobChangeOutcome.Changed, result.Outcome);
        return Assert.IsType<Job>(result.Job);
    }

    public Task<Job> RetryAsync(JobId id) => ChangeAsync(id, new JobChange.RetryFailed());

    public Task<Job> CancelAsync(JobId id) => ChangeAsync(id, new JobChange.Cancel());

    public async Task<Job> FindAsync(JobId id) => Assert.IsType<Job>(await Jobs.FindAsync(id, token));

    public async Task<List<Job>> UnfinishedAsync() => [.. await Jobs.QueryAsync(JobQuery.Unfinished, token)];

    public Task<List<JobImage>> PendingAsync(JobId id) => ImagesAsync(id, ImageStatus.Pending);

    /// <summary>All images of a job, read by pages.</summary>
    public async Task<List<JobImage>> ImagesAsync(JobId id, ImageStatus? status = null, int pageSize = 1_000)
    {
        var images = new List<JobImage>();
        IReadOnlyList<JobImage> page;
        do
        {
            page = await Jobs.ReadImagesAsync(id, status, images.Count == 0 ? -1 : images[^1].Index, pageSize, token);
            Assert.True(page.Count <= pageSize);
            Assert.True(images.Count == 0 || page.Count == 0 || page[0].Index > images[^1].Index, "A page starts over.");
            images.AddRange(page);
        }
        while (page.Count > 0);

        return images;
    }

    public async Task<int> DeathsAsync(ImageKey key) => Assert.Single(await Jobs.LoadAsync([key], token)).Deaths;

    public Task<IReadOnlyList<WebhookDelivery>> ClaimAsync(int limit = 100, string[]? except = null) =>
        fixture.Outbox.ClaimDueAsync(fixture.Time.GetUtcNow(), Lease, limit, except ?? [], token);

    public async Task<WebhookDelivery> ClaimOneAsync() => Assert.Single(await ClaimAsync());

    /// <summary>Claims all that is due and answers one of it.</summary>
    public async Task<WebhookDelivery> ClaimOneOfAsync(string id) =>
        Assert.Single(await ClaimAsync(), delivery => delivery.Id == id);

    /// <summary>Asserts that a job's counters, and its bytes, are those of its images.</summary>
    public async Task<Job> AssertCountersAsync(JobId id)
    {
        var job = await FindAsync(id);
        var images = await ImagesAsync(id);
        int Count(ImageStatus status) => images.Count(image => image.Status == status);
        Assert.Equal(job.Definition.Images, images.Count);
        Assert.Equal(
            new ImageCounts(
                Count(ImageStatus.Pending), Count(ImageStatus.Succeeded), Count(ImageStatus.Failed), Count(ImageStatus.Cancelled)),
            job.Images);
        Assert.Equal(images.Sum(image => image.Output?.BytesIn ?? 0), job.BytesIn);
        Assert.Equal(images.Sum(image => image.Output?.BytesOut ?? 0), job.BytesOut);
        Assert.Equal(job.Images.Pending == 0, job.IsFinished);
        Assert.Equal(job.IsFinished, job.FinishedAt is not null);
        Assert.All(images, image => Assert.Equal(image.Status == ImageStatus.Succeeded, image.Output is not null));
        Assert.All(images, image => Assert.Equal(image.Status == ImageStatus.Failed, image.Error is not null));
        return job;
    }
}
