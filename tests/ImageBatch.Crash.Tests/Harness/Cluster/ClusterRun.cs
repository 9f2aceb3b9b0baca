using ImageBatch.CrashWorker;
using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.Crash.Tests.Harness.Cluster;

/// <summary>A cluster, the server of its images, the receiver of its webhooks, and its jobs, which come by HTTP.</summary>
internal sealed class ClusterRun : IAsyncDisposable
{
    private const int Photos = 14;
    private const int Missing = 2;
    private const int Patience = 90;

    private readonly string _folder;
    private readonly ImageServer _server;
    private readonly WorkerSettings _settings;
    private readonly Pace _pace;
    private readonly Dictionary<JobId, Ledger> _ledgers = [];
    private readonly List<Task<JobId>> _uploads = [];

    private ClusterRun(string folder, string jobs, ImageServer server, Pace pace)
    {
        (_folder, _server, _pace) = (folder, server, pace);
        _settings = new WorkerSettings { Store = WorkerStores.PostgreSql, Jobs = jobs, Images = folder };
        Webhooks = new WebhookReceiver(server);
        Members = new ClusterMembers(_settings, folder);
        Api = new ClusterApi(Members.ApiAddresses);
    }

    public ClusterMembers Members { get; }

    public ClusterApi Api { get; }

    public WebhookReceiver Webhooks { get; }

    /// <summary>How many images were asked of the server.</summary>
    public int Fetches => _server.TotalHits - Webhooks.Received.Count;

    /// <summary>What becomes of each job: of its photos, of one that it has twice, and of those that the server does not have.</summary>
    public static ImageCounts CountsOfFirstRun { get; } = new(0, Photos + 1, Missing, 0);

    public static ImageCounts CountsOfSecondRun { get; } = new(0, Photos + 1 + Missing, 0, 0);

    public static async Task<ClusterRun> StartAsync(Pace pace)
    {
        Worker.SkipWithoutSignals();
        var folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;
        var jobs = await CrashStores.CreateAsync(WorkerStores.PostgreSql, folder);
        var run = new ClusterRun(folder, jobs, await ImageServer.StartAsync(), pace);
        await run.Members.StartAllAsync();
        return run;
    }

    /// <summary>Begins to upload a job, which ends when a node has accepted it.</summary>
    public Task<JobId> Upload()
    {
        var name = _uploads.Count;
        var photos = Enumerable.Range(0, Photos)
            .Select(photo => _server.MapBytes($"/{name}/{photo}.jpg", Harness.Photos.Whole(name + photo), _pace.WaitAsync)).ToArray();
        var upload = Api.UploadAsync(Catalogue.Write([.. photos, photos[0], .. MissingUrls(name)]), Webhooks.Url);
        _uploads.Add(upload);
        return upload;
    }

    /// <summary>The jobs that were accepted, when all are that were sent.</summary>
    public Task<JobId[]> UploadedAsync() => Task.WhenAll(_uploads);

    /// <summary>Lets the server have the images that it did not, and retries the job.</summary>
    public async Task RetryAsync(int upload)
    {
        for (var missing = 0; missing < Missing; missing++)
        {
            _server.MapBytes(new Uri(MissingUrls(upload)[missing]).AbsolutePath, Harness.Photos.Whole(missing), _pace.WaitAsync);
        }

        await Api.RetryAsync(await _uploads[upload]);
    }

    /// <summary>Looks at every job, and holds the invariants against it.</summary>
    public async Task<IReadOnlyList<StoreView>> LookAsync()
    {
        var views = await StoreView.ReadAllAsync(_settings);
        Assert.Empty(_ledgers.Keys.Except(views.Select(view => view.Job!.Id)));
        foreach (var view in views)
        {
            if (!_ledgers.TryGetValue(view.Job!.Id, out var ledger))
            {
                _ledgers.Add(view.Job.Id, ledger = new Ledger());
            }

            ledger.Look(view);
        }

        return views;
    }

    /// <summary>Waits until each job has finished a run, and its webhook is known to have come, and looks.</summary>
    public async Task<IReadOnlyList<StoreView>> FinishedAsync(int run)
    {
        var what = $"the end of run {run} of all jobs";
        var ids = (await UploadedAsync()).Select(job => WebhookDelivery.IdOf(job, run)).ToArray();
        await Eventually.TrueAsync(() => ids.All(Webhooks.Has), what, Patience);
        return await Eventually.GetAsync(
            async () =>
            {
                await Task.Delay(100);
                var views = await LookAsync();
                return views.All(view => view.Job!.Run == run && view.Job.Webhook!.State == WebhookState.Delivered) ? views : null;
            },
            what);
    }

    /// <summary>Outputs in the image store, recorded or not.</summary>
    public string[] OutputFiles() => Directory.GetFiles(Path.Combine(_folder, "images"), "*.jpg", SearchOption.AllDirectories);

    /// <summary>Deletes all jobs as users do, and stops the nodes in order; nothing may stay, neither of what was recorded nor of the rest.</summary>
    public async Task AssertDeletableAsync()
    {
        foreach (var job in await UploadedAsync())
        {
            await Api.DeleteAsync(job);
        }

        await Members.StopAsync();
        Assert.Empty(await StoreView.ReadAllAsync(_settings));
        Assert.Empty(OutputFiles());
    }

    public async ValueTask DisposeAsync()
    {
        await Members.DisposeAsync();
        Api.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] MissingUrls(int upload) =>
        [.. Enumerable.Range(0, Missing).Select(missing => _server.Url($"/{upload}/missing-{missing}.jpg"))];
}
