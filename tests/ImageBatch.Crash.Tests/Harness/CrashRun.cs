using System.Globalization;
using System.Text;
using ImageBatch.CrashWorker;
using ImageBatch.Model;
using ImageBatch.Testing;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>One job, the server of its images, the receiver of its webhook, and its workers, one after the other.</summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;
    private readonly List<string> _urls = [];
    private readonly ImageServer _server;
    private readonly WorkerSettings _settings;
    private Worker? _worker;

    private CrashRun(string store, ImageServer server)
    {
        _server = server;
        Webhooks = new WebhookReceiver(server);
        Ledger = new Ledger(url => server.Hits(new Uri(url).AbsolutePath));
        _settings = new WorkerSettings
        {
            Store = store,
            Jobs = _folder,
            Images = _folder,
            Submit = Path.Combine(_folder, "catalogue.csv"),
            Webhook = Webhooks.Url,
        };
    }

    public WebhookReceiver Webhooks { get; }

    public Ledger Ledger { get; }

    /// <summary>What was seen when the last worker had ended.</summary>
    public StoreView View { get; private set; } = new();

    public int Fetches => _server.TotalHits - Webhooks.Received.Count;

    public static async Task<CrashRun> StartAsync(string store)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "These tests send signals by their Linux numbers.");
        return new CrashRun(store, await ImageServer.StartAsync());
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
        _server.Map($"/{name}", async context =>
        {
            await (before?.Invoke(context) ?? Task.CompletedTask);
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        });

    /// <summary>
    /// Starts a worker, which submits the catalogue: again and again under one key, as uploaders do. It lives no longer
    /// than the run, nor than the next worker's start.
    /// </summary>
    public async Task<Worker> StartWorkerAsync(string? killAt = null, int killCount = 1, JobId? retry = null)
    {
        if (!File.Exists(_settings.Submit))
        {
            await WriteCatalogueAsync();
        }

        await EndWorkerAsync();
        Ledger.WorkerStarts(_urls, retry is not null);
        var settings = _settings with { KillAt = killAt, KillCount = killCount, Retry = retry?.ToString() };
        return _worker = new Worker(settings, _folder);
    }

    /// <summary>Looks at what the last worker left, and holds the invariants against it.</summary>
    public async Task<StoreView> LookAsync()
    {
        Assert.True(_worker!.HasExited, "A worker still lives.");
        View = await StoreView.ReadAsync(_settings);
        Ledger.WorkerEnded(View);
        return View;
    }

    /// <summary>Starts a worker, kills it at a point, and looks.</summary>
    public async Task<StoreView> KillAtAsync(string point, int count = 1, JobId? retry = null)
    {
        var worker = await StartWorkerAsync(point, count, retry);
        await worker.DiedAsync();
        return await LookAsync();
    }

    /// <summary>Lets a worker work until the webhook of a run has been received, stops it in order, and looks.</summary>
    public async Task<StoreView> FinishAsync(int run = 1, JobId? retry = null)
    {
        var worker = await StartWorkerAsync(retry: retry);
        await FinishedAsync(worker, run);
        return await LookAsync();
    }

    public async Task FinishedAsync(Worker worker, int run = 1)
    {
        await Eventually.TrueAsync(
            () => Webhooks.Received.Any(webhook => webhook.Id.EndsWith($"_{run}", StringComparison.Ordinal)),
            $"the webhook of run {run}; the worker said: {worker.Output}");
        Assert.Equal(0, await worker.StopAsync());
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
        await EndWorkerAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndWorkerAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }
    }

    private Task WriteCatalogueAsync()
    {
        var csv = new StringBuilder("Serial Number,Product Name,Input Image Urls\n");
        for (var row = 0; row < _urls.Count; row++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{row + 1},Product {row + 1},{_urls[row]}\n");
        }

        return File.WriteAllTextAsync(_settings.Submit!, csv.ToString());
    }
}
