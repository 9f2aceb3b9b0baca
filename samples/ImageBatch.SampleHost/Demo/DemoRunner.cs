using System.Diagnostics;
using ImageBatch.SampleHost.Configuration;
using Spectre.Console;

namespace ImageBatch.SampleHost.Demo;

/// <summary>Runs the sample catalogue through a host's API, as any client would.</summary>
internal static class DemoRunner
{
    /// <summary>Runs it through this host. Answers with the process's exit code: 0 where the job was completed and the conversions succeeded.</summary>
    public static async Task<int> RunAsync(WebApplication app, HostStart start, HostSettings settings)
    {
        await start.RunAsync(app);
        try
        {
            var images = HostSettings.Is(settings.Images, ImageStores.FileSystem) ? settings.ImagesPath : null;
            return await TryRunAsync(new Uri(app.Urls.First()), settings, images, app.Lifetime.ApplicationStopping);
        }
        finally
        {
            await app.StopAsync();
        }
    }

    /// <summary>Runs it through a host that runs elsewhere, with the prefix and the API key of these settings.</summary>
    public static Task<int> RunAsync(Uri host, HostSettings settings) => TryRunAsync(host, settings, null, CancellationToken.None);

    private static async Task<int> TryRunAsync(
        Uri address, HostSettings settings, string? imagesPath, CancellationToken cancellationToken)
    {
        DemoConsole.Prepare();
        try
        {
            return await RunAsync(address, settings, imagesPath, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 1; // Ctrl-C.
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or DemoException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
    }

    private static async Task<int> RunAsync(
        Uri address, HostSettings settings, string? imagesPath, CancellationToken cancellationToken)
    {
        using var api = new DemoClient(new Uri(address, settings.Prefixes[0].Trim('/') + "/"), settings.ApiKey);
        var catalogue = await DemoCatalogue.ReadAsync(address, cancellationToken);
        AnsiConsole.MarkupLineInterpolated($"ImageBatch runs at {address} and takes its sample catalogue.");

        var clock = Stopwatch.StartNew();
        var job = await api.UploadAsync(catalogue, null, cancellationToken);
        job = await DemoProgress.FollowAsync(api, job, cancellationToken);
        var elapsed = clock.Elapsed;

        var images = await api.ReadImagesAsync(job.RequestId, cancellationToken);
        DemoTable.Write(images);
        DemoSummary.Write(job, elapsed);

        var csv = Path.Combine(settings.DataPath, "result.csv");
        Directory.CreateDirectory(settings.DataPath);
        await api.DownloadAsync(job.RequestId, csv, cancellationToken);
        var isConverted = await DemoConversions.RunAsync(api, address, cancellationToken);
        DemoSummary.WritePlaces(csv, imagesPath);
        return job.Status == "Completed" && isConverted ? 0 : 1;
    }
}
