using ImageBatch.Client;
using ImageBatch.CrashWorker;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>What stands in the stores while no worker lives: the one job that there may be, if it is there yet.</summary>
internal sealed record StoreView
{
    public Job? Job { get; private init; }

    public IReadOnlyList<JobImage> Images { get; private init; } = [];

    /// <summary>The deaths of pending images, by index.</summary>
    public IReadOnlyDictionary<int, int> Deaths { get; private init; } = new Dictionary<int, int>();

    /// <summary>The outputs that are recorded, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Outputs { get; private init; } = new Dictionary<string, byte[]>();

    /// <summary>Opens the stores as the next worker would.</summary>
    public static async Task<StoreView> ReadAsync(WorkerSettings settings)
    {
        await using var provider = Open(settings);
        var store = provider.GetRequiredService<IJobStore>();
        var jobs = await store.QueryAsync(JobQuery.Unfinished);
        var finished = await store.QueryAsync(JobQuery.Finished(DateTimeOffset.UtcNow.AddDays(1)));
        if (jobs.Concat(finished).ToArray() is not [var job, ..] all)
        {
            return new StoreView();
        }

        Assert.Single(all);
        var images = await store.ReadImagesAsync(job.Id, null, -1, 10_000);
        var works = await store.LoadAsync([.. images.Select(image => new ImageKey(job.Id, image.Index, job.Run))]);
        return new StoreView
        {
            Job = job,
            Images = images,
            Deaths = works.ToDictionary(work => work.Key.Index, work => work.Deaths),
            Outputs = await ReadOutputsAsync(provider.GetRequiredService<IImageStore>(), job.Id, images),
        };
    }

    /// <summary>Deletes the job as a user does.</summary>
    public static async Task DeleteAsync(WorkerSettings settings, JobId job)
    {
        await using var provider = Open(settings);
        Assert.True(await provider.GetRequiredService<IImageBatchClient>().DeleteAsync(job));
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
