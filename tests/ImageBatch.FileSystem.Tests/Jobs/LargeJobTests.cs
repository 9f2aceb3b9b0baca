using System.Diagnostics;
using ImageBatch.Model;
using static ImageBatch.FileSystem.Tests.Jobs.JobStoreFolder;

namespace ImageBatch.FileSystem.Tests.Jobs;

[CollectionDefinition(DisableParallelization = true)]
public sealed class MeasuresMemory;

/// <summary>Runs alone, since it measures the memory of the whole process.</summary>
[Collection(nameof(MeasuresMemory))]
public sealed class LargeJobTests : IDisposable
{
    private const int Images = 1_000_000;

    private readonly JobStoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_million_images_take_few_bytes_each_unfinished_and_none_when_compacted()
    {
        var job = await AddAndFinishAsync();

        // What was not compacted before the end is replayed, and compacted now.
        var watch = Stopwatch.StartNew();
        using (var store = _folder.Open(segmentLength: 16_000_000))
        {
            TestContext.Current.SendDiagnosticMessage($"Opened in {watch.ElapsedMilliseconds} ms.");
            await store.CompactAsync();
            Assert.Single(Directory.GetFiles(_folder.Journal));
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        watch.Restart();
        using var again = _folder.Open(segmentLength: 16_000_000);
        TestContext.Current.SendDiagnosticMessage($"Opened compacted in {watch.ElapsedMilliseconds} ms.");
        Assert.Equal(Images, (await again.FindAsync(job.Id))!.Images.Succeeded);
        AssertUsed(before, most: 4_000_000);
        var last = Assert.Single(await again.ReadImagesAsync(job.Id, ImageStatus.Succeeded, Images - 2, 10));
        Assert.Equal((Images - 1, Images - 1, Succeeded(job, Images - 1).Output), (last.Index, last.Row, last.Output));
    }

    private async Task<Job> AddAndFinishAsync()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var store = _folder.Open(segmentLength: 16_000_000);
        var job = await _folder.AddAsync(store, Images);
        AssertUsed(before, most: 20 * Images);

        var watch = Stopwatch.StartNew();
        for (var first = 0; first < Images; first += 1_000)
        {
            await store.SaveAsync([.. Enumerable.Range(first, 1_000)
                .SelectMany<int, ImageEvent>(index => [Started(job, index), Succeeded(job, index)])]);
        }

        TestContext.Current.SendDiagnosticMessage($"Finished in {watch.ElapsedMilliseconds} ms.");
        Assert.Equal(JobStatus.Completed, (await store.FindAsync(job.Id))!.Status);
        AssertUsed(before, most: 40 * Images);
        return job;
    }

    private static void AssertUsed(long before, long most)
    {
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.SendDiagnosticMessage($"{used:N0} bytes in memory.");
        Assert.InRange(used, long.MinValue, most);
    }
}
