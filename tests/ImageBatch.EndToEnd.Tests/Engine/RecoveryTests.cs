using ImageBatch.Dispatch;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>What a process left behind when it died is finished, and harms nobody, in the next one on the same folder.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("imagebatch-").FullName;
    private ImageServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ImageServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Job_thatAProcessDiedWith_isFinishedByTheNext_andItsSuspectsAreDecodedAlone()
    {
        using var asked = new CountdownEvent(60);
        var job = await LeaveAsync(Urls(60, asked), suspects: [41, 7, 52]);
        var (running, most, alone) = (0, 0, true);
        await using var host = await StartAsync();
        host.Codec.OnCompress = (input, _) =>
        {
            var together = Interlocked.Increment(ref running);
            most = Math.Max(most, together);
            if (input.Length is 1_041 or 1_007 or 1_052)
            {
                // Until all others have come so far that they could be decoded as well.
                asked.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
                alone &= together == 1 && Volatile.Read(ref running) == 1;
            }

            Interlocked.Decrement(ref running);
        };

        var finished = await host.FinishedAsync(job.Id);

        Assert.Equal(new ImageCounts(0, 60, 0, 0), finished.Images);
        Assert.Equal(60, _server.TotalHits);
        Assert.True(alone, "Another image was decoded beside a suspect.");
        Assert.InRange(most, 1, Environment.ProcessorCount);
    }

    [Fact]
    public async Task Suspect_whoseServerHangs_keepsNobodyWaiting()
    {
        var hangs = _server.MapSilence("/hangs");
        var job = await LeaveAsync([.. Urls(39), hangs], suspects: [39]);
        await using var host = await StartAsync();

        await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Images.Succeeded == 39 ? job : null, "all others");

        Assert.Equal(1, (await host.FindAsync(job.Id)).Images.Pending);
        Assert.Equal(1, _server.Hits("/hangs"));
    }

    [Fact]
    public async Task Suspect_whoseCodecHangs_keepsOthersWaitingUntilItsDeadlineOnly()
    {
        using var release = new ManualResetEventSlim();
        var job = await LeaveAsync(Urls(40), suspects: [30]);
        await using var host = await StartAsync(options => options.Processing.CompressionTimeout = TimeSpan.FromMilliseconds(200));
        host.Codec.OnCompress = (input, _) =>
        {
            if (input.Length == 1_030)
            {
                release.Wait(CancellationToken.None);
            }
        };

        var finished = await host.FinishedAsync(job.Id);
        release.Set();

        Assert.Equal(new ImageCounts(0, 39, 1, 0), finished.Images);
        Assert.Equal(ImageErrorCodes.ImageTimeout, (await host.ImagesAsync(job.Id))[30].Error?.Code);
    }

    [Fact]
    public async Task Output_whoseResultWasLost_isMadeAgainUnderTheSameKey()
    {
        var lost = new HashSet<object>();
        await using var host = await StartAsync(services: services => Outage<IImageStore>.Wrap(services).After =
            (method, arguments) => method == nameof(IImageStore.SaveAsync) && LockedAdd(lost, arguments[0]!));

        var job = await host.FinishedAsync((await host.SubmitAsync(Urls(10))).Id);

        Assert.Equal(new ImageCounts(0, 10, 0, 0), job.Images);
        Assert.Equal(20, _server.TotalHits);
        Assert.Equal(10, lost.Count);
        Assert.Equal((await host.ImagesAsync(job.Id)).Select(image => image.Output!.Name).Order(), Outputs());
    }

    [Fact]
    public async Task Output_whoseResultWasLost_andThatComesOutAnother_isHarmless_andGoesWithItsJob()
    {
        var (fetched, saved) = (0, 0);
        var url = _server.Map("/changes", async context =>
            await context.Response.Body.WriteAsync(TestImages.Bmp(1_000, Interlocked.Increment(ref fetched))));
        await using var host = await StartAsync(services: services => Outage<IImageStore>.Wrap(services).After =
            (method, _) => method == nameof(IImageStore.SaveAsync) && Interlocked.Increment(ref saved) == 1);

        var job = await host.FinishedAsync((await host.SubmitAsync([url])).Id);
        Assert.Equal(2, Outputs().Count());
        var name = Assert.Single(await host.ImagesAsync(job.Id)).Output!.Name;
        Assert.True(OutputKey.TryCreate(job.Id, name, out var key));
        await using (var output = await host.Client.OpenOutputAsync(key))
        {
            Assert.Equal(500, output?.Length);
        }

        await host.Client.DeleteAsync(job.Id);

        Assert.Empty(Outputs());
    }

    [Fact]
    public async Task JobStore_thatIsAwayForAWhile_pausesTheJob_andFailsNothing()
    {
        var (away, refused, compressed) = (false, 0, 0);
        using var goOn = new ManualResetEventSlim();
        await using var host = await StartAsync(services: services => Outage<IJobStore>.Wrap(services).Before = (method, _) =>
            Volatile.Read(ref away) && method != nameof(IJobStore.FindAsync)
            && (method != nameof(IJobStore.SaveAsync) || Interlocked.Increment(ref refused) > 0));
        host.Codec.OnCompress = (_, _) =>
        {
            if (Interlocked.Increment(ref compressed) > 100)
            {
                goOn.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
            }
        };
        var job = await host.SubmitAsync(Urls(400));
        await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Images.Succeeded > 50 ? job : null, "the job to be under way");

        Volatile.Write(ref away, true);
        goOn.Set();
        await Eventually.TrueAsync(() => Volatile.Read(ref refused) >= 1, "the engine to see it");
        var paused = await host.FindAsync(job.Id);
        await Eventually.TrueAsync(() => Volatile.Read(ref refused) >= 4, "it to try again and again");
        Assert.Equal(paused.Images, (await host.FindAsync(job.Id)).Images);
        Assert.False(paused.IsFinished);

        Volatile.Write(ref away, false);
        Assert.Equal(new ImageCounts(0, 400, 0, 0), (await host.FinishedAsync(job.Id)).Images);
        Assert.Equal(400, _server.TotalHits);
    }

    private Task<EngineHost> StartAsync(
        Action<ImageBatchOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        EngineHost.StartAsync(configure, collection =>
        {
            collection.AddImageBatch(batch => batch
                .UseFileSystemJobs(files => files.RootPath = _root)
                .UseFileSystemImages());
            services?.Invoke(collection);
        });

    /// <summary>Leaves a job as a process does that dies while it decodes some of its images.</summary>
    private async Task<Job> LeaveAsync(IEnumerable<string> urls, int[] suspects)
    {
        await using var host = await StartAsync(services: services =>
            services.Remove(services.Single(service => service.ImplementationType == typeof(DispatchService))));
        var job = await host.SubmitAsync(urls);
        await host.Get<IJobStore>().SaveAsync(
            [.. suspects.Select(image => new ImageStarted(new ImageKey(job.Id, image, 1), Guid.NewGuid()))]);
        return job;
    }

    /// <summary>Images whose lengths tell which they are: 1,000 bytes and their index.</summary>
    private string[] Urls(int count, CountdownEvent? asked = null) =>
        [.. Enumerable.Range(0, count).Select(i => _server.MapBytes($"/{i}", TestImages.Bmp(1_000 + i, i), _ =>
        {
            asked?.Signal();
            return Task.CompletedTask;
        }))];

    private IEnumerable<string> Outputs() => Directory.Exists(Path.Combine(_root, "images"))
        ? Directory.GetFiles(Path.Combine(_root, "images"), "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)!).Order()
        : [];

    private static bool LockedAdd(HashSet<object> set, object item)
    {
        lock (set)
        {
            return set.Add(item);
        }
    }
}
