using ImageBatch.Client;
using ImageBatch.CrashWorker;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>What stands in the stores of a job, if it is there yet: as of one moment, also while workers live.</summary>
internal sealed record StoreView
{
    public Job? Job { get; private init; }

    public IReadOnlyList<JobImage> Images { get; private init; } = [];

    /// <summary>The deaths of pending images, by index.</summary>
    public IReadOnlyDictionary<int, int> Deaths { get; private init; } = new Dictionary<int, int>();

    /// <summary>The outputs that are recorded, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Outputs { get; private init; } = new Dictionary<string, byte[]>();

    /// <summary>Opens the stores as the next worker would, and reads the one job that there may be.</summary>
    public static async Task<StoreView> ReadAsync(WorkerSettings settings)
    {
        var views = await ReadAllAsync(settings);
        return views.Count == 0 ? new StoreView() : Assert.Single(views);
    }

    /// <summary>Opens the stores as the next worker would, and reads every job.</summary>
    public static async Task<IReadOnlyList<StoreView>> ReadAllAsync(WorkerSettings settings)
    {
        await using var provider = Open(settings);
        var store = provider.GetRequiredService<IJobStore>();
        var jobs = await store.QueryAsync(JobQuery.Unfinished);
        var finished = await store.QueryAsync(JobQuery.Finished(DateTimeOffset.UtcNow.AddDays(1)));
        var views = new List<StoreView>();
        foreach (var id in jobs.Concat(finished).Select(job => job.Id).Distinct())
        {
            views.Add(await ReadAsync(store, provider.GetRequiredService<IImageStore>(), id));
        }

        return views;
    }

    /// <summary>Deletes the job as a user does.</summary>
    public static async Task DeleteAsync(WorkerSettings settings, JobId job)
    {
        await using var provider = Open(settings);
        Assert.True(await provider.GetRequiredService<IImageBatchClient>().DeleteAsync(job));
    }

    /// <summary>Every change of an image changes its job's counters: where these stay, the images were read as of one moment.</summary>
    private static async Task<StoreView> ReadAsync(IJobStore store, IImageStore outputs, JobId id)
    {
        while (true)
        {
            var job = (await store.FindAsync(id))!;
            var images = await store.ReadImagesAsync(id, null, -1, 10_000);
            var works = await store.LoadAsync([.. images.Select(image => new ImageKey(id, image.Index, job.Run))]);
            var then = (await store.FindAsync(id))!;
            if ((job.Images, job.Run) == (then.Images, then.Run))
            {
                return new StoreView
                {
                    Job = job,
                    Images = images,
                    Deaths = works.ToDictionary(work => work.Key.Index, work => work.Deaths),
                    Outputs = await ReadOutputsAsync(outputs, id, images),
                };
            }
        }
    }

    private static ServiceProvider Open(WorkerSettings settings) => new ServiceCollection()
        .AddImageBatch(batch => batch.UseStore(settings.Store, settings.Jobs, settings.Images))
        .BuildServiceProvider();

    private static async Task<Dictionary<string, byte[]>> ReadOutputsAsync(
        IImageStore store, JobId job, IEnumerable<JobImage> images)
    {
        var outputs = new Dictionary<string, byte[]>();
        foreach (var name in images.Select(image => image.Output?.Name).OfType<string>().Distinct())
        {
            Assert.True(OutputKey.TryCreate(job, name, out var key), name);
            await using var stored = await store.OpenAsync(key);
            Assert.True(stored is not null, $"The output {name} is recorded and not there.");
            var content = new byte[stored.Length];
            await stored.Content.ReadExactlyAsync(content);
            outputs.Add(name, content);
        }

        return outputs;
    }
}
