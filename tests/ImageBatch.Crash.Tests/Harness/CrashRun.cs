using ImageBatch.CrashWorker;
using ImageBatch.Testing;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>One job, the server of its images, the receiver of its webhook, and its workers, mostly one after the other.</summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private readonly string _folder;
    private readonly List<string> _urls = [];
    private readonly ImageServer _server;
    private readonly FetchLedger _fetches;
    private readonly WorkerSettings _settings;
    private readonly List<Worker> _workers = [];

    private CrashRun(string store, string folder, string jobs, ImageServer server)
    {
        _folder = folder;
        _server = server;
        Webhooks = new WebhookReceiver(server);
        _fetches = new FetchLedger(url => server.Hits(new Uri(url).AbsolutePath));
        _settings = new WorkerSettings
        {
            Store = store,
            Jobs = jobs,
            Images = _folder,
        };
    }

    public WebhookReceiver Webhooks { get; }

    public Ledger Ledger { get; } = new();

    /// <summary>What was seen last, mostly when a worker had ended.</summary>
    public StoreView View { get; private set; } = new();

    /// <summary>How many images were asked of the server.</summary>
    public int Fetches => _server.TotalHits - Webhooks.Received.Count;

    public static async Task<CrashRun> StartAsync(string store)
    {
        Worker.SkipWithoutSignals();
        var folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;
        return new CrashRun(store, folder, await CrashStores.CreateAsync(store, folder), await ImageServer.StartAsync());
    }

    private string Upload => Path.Combine(_folder, "catalogue.csv");

    /// <summary>Makes the disk of the jobs full, or not.</summary>
    public void SetDiskFull(bool full)
    {
        var file = Path.Combine(_folder, WorkerStores.DiskIsFull);
        if (full)
        {
            File.WriteAllText(file, "");
        }
        else
        {
            File.Delete(file);
        }
    }

    /// <summary>Adds an image to the job.</summary>
    /// <returns>Its URL.</returns>
    public string Add(string name, byte[] content, Func<HttpContext, Task>? before = null)
    {
        _urls.Add(Map(name, content, before));
        return _urls[^1];
    }

    /// <summary>Adds an image that the server does not have, or one that the job has already.</summary>
    public void AddUrl(string url) => _urls.Add(url);

    public string Url(string name) => _server.Url($"/{name}");

    /// <summary>Lets the server have an image.</summary>
    public string Map(string name, byte[] content, Func<HttpContext, Task>? before = null) =>
        _server.MapBytes($"/{name}", content, before);

    /// <summary>
    /// Starts a worker, which submits the catalogue where the job is not there yet. It lives no longer than the run, nor
    /// than the next worker's start.
    /// </summary>
    public async Task<Worker> StartWorkerAsync(Func<WorkerSettings, WorkerSettings>? change = null)
    {
        await EndWorkersAsync();
        return await StartWorkerBesideAsync(change);
    }

    /// <summary>Starts a worker beside those that live.</summary>
    public async Task<Worker> StartWorkerBesideAsync(Func<WorkerSettings, WorkerSettings>? change = null)
    {
        await File.WriteAllTextAsync(Upload, Catalogue.Write(_urls));
        var settings = View.Job is null ? Submitting(_settings) : _settings;
        settings = change?.Invoke(settings) ?? settings;
        _fetches.WorkerStarts(_urls, View, settings.Retry is not null);
        _workers.Add(new Worker(settings, _folder));
        return _workers[^1];
    }

    /// <summary>Lets a worker submit the catalogue, under the same key each time, as an uploader does who got no answer.</summary>
    public WorkerSettings Submitting(WorkerSettings settings) => settings with { Submit = Upload, Webhook = Webhooks.Url };

    /// <summary>Lets a worker retry the job.</summary>
    public WorkerSettings Retrying(WorkerSettings settings) => settings with { Retry = $"{View.Job!.Id}" };

    /// <summary>Looks at what the last worker left, and holds the invariants against it.</summary>
    public async Task<StoreView> LookAsync()
    {
        Assert.True(_workers.TrueForAll(worker => worker.HasExited), "A worker still lives.");
        return await ReadAsync();
    }

    /// <summary>Waits until so many images are pending, and all workers that live can do no more, and looks.</summary>
    public async Task<StoreView> LookBesideAsync(int pending)
    {
        await Eventually.GetAsync(
            async () => (await StoreView.ReadAsync(_settings)).Job is { } job && job.Images.Pending == pending ? job : null,
            $"{pending} pending images");
        return await ReadAsync();
    }

    /// <summary>Starts a worker, which kills itself at a point, and looks.</summary>
    public async Task<StoreView> KillAtAsync(
        string point, int count = 1, Func<WorkerSettings, WorkerSettings>? change = null)
    {
        var worker = await StartWorkerAsync(settings =>
            (change?.Invoke(settings) ?? settings) with { KillAt = point, KillCount = count });
        await worker.DiedAsync();
        return await LookAsync();
    }

    /// <summary>Lets a worker work until the webhook of a run has been received, stops it in order, and looks.</summary>
    public async Task<StoreView> FinishAsync(int run = 1, Func<WorkerSettings, WorkerSettings>? change = null)
    {
        var worker = await StartWorkerAsync(change);
        await AnnouncedAsync(worker, run);
        return await StopAsync(worker);
    }

    /// <summary>Waits until the webhook of a run has been received.</summary>
    public Task AnnouncedAsync(Worker worker, int run = 1) =>
        worker.UntilAsync(() => worker.IsReady && Webhooks.HasRun(run), $"the webhook of run {run}");

    /// <summary>Stops the workers in order, one after the other, and looks.</summary>
    public async Task<StoreView> StopAsync(params Worker[] workers)
    {
        foreach (var worker in workers)
        {
            await worker.UntilAsync(() => worker.IsReady, "to be ready");
            Assert.True(await worker.StopAsync() == 0, worker.Output);
        }

        return await LookAsync();
    }

    /// <summary>Deletes the job; nothing of it may stay, neither outputs that were recorded nor others.</summary>
    public async Task AssertDeletableAsync()
    {
        await StoreView.DeleteAsync(_settings, View.Job!.Id);
        Assert.Empty(Directory.GetFiles(_folder, $"*{View.Job.Id}*", SearchOption.AllDirectories));
        Assert.Empty(OutputFiles());
    }

    /// <summary>Outputs in the image store, recorded or not.</summary>
    public string[] OutputFiles() => Directory.GetFiles(Path.Combine(_folder, "images"), "*.jpg", SearchOption.AllDirectories);

    public async ValueTask DisposeAsync()
    {
        await EndWorkersAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<StoreView> ReadAsync()
    {
        View = await StoreView.ReadAsync(_settings);
        Ledger.Look(View);
        _fetches.AssertExplained();
        return View;
    }

    private async Task EndWorkersAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        _workers.Clear();
    }
}
