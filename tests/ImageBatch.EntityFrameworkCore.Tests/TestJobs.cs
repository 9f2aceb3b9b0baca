using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>Short ways to fill a store.</summary>
internal static class TestJobs
{
    public static Task<AddJobResult> AddAsync(
        this IJobStore store, JobId id, int images, string? key = null, Func<Task>? beforeSeal = null, int pageSize = 500) =>
        store.AddAsync(id, key, SampleJobs.PagesAsync(images, pageSize), async _ =>
        {
            await (beforeSeal?.Invoke() ?? Task.CompletedTask);
            return SampleJobs.Seal(images);
        });

    public static async Task<Job> AddAsync(this IJobStore store, int images) =>
        (await store.AddAsync(NewId(), images)).Job!;

    public static JobId NewId() => JobId.New(DateTimeOffset.UtcNow);

    public static ImageEvent Succeeded(this Job job, int index) => new ImageSucceeded(
        new ImageKey(job.Id, index, job.Run), new ImageOutput($"{index}-{job.Run:x32}.jpg", 1_000 + index, 100 + index, false));

    public static ImageEvent Started(this Job job, int index) =>
        new ImageStarted(new ImageKey(job.Id, index, job.Run), Guid.NewGuid());

    /// <summary>Asserts that the counters of a finished job are those of its images, and answers it.</summary>
    public static async Task<Job> AssertFinishedAsync(this IJobStore store, Job job)
    {
        var read = (await store.FindAsync(job.Id))!;
        var images = await store.ReadImagesAsync(job.Id, null, -1, 100_000);
        Assert.Equal(job.Definition.Images, images.Count);
        Assert.True(read.IsFinished);
        Assert.Equal(
            (images.Count(image => image.Status == ImageStatus.Succeeded), images.Count(image => image.Status == ImageStatus.Failed), 0),
            (read.Images.Succeeded, read.Images.Failed, read.Images.Pending));
        Assert.Equal(images.Sum(image => image.Output?.BytesIn ?? 0), read.BytesIn);
        return read;
    }
}
