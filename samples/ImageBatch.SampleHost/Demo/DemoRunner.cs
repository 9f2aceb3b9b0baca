using System.Diagnostics;
using ImageBatch.SampleHost.Configuration;
using Spectre.Console;

namespace ImageBatch.SampleHost.Demo;

/// <summary>Runs the sample catalogue through the host's own API, as any client would.</summary>
internal static class DemoRunner
{
    /// <summary>Answers with the process's exit code: 0 where the job was completed.</summary>
    public static async Task<int> RunAsync(WebApplication app, HostSettings settings)
    {
        DemoConsole.Prepare();
        await app.StartAsync();
        try
        {
            var address = new Uri(app.Urls.First());
            using var api = new DemoClient(new Uri(address, settings.Prefixes[0].Trim('/') + "/"), settings.ApiKey);
            return await RunAsync(api, address, settings, app.Lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return 1; // Ctrl-C.
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or DemoException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
        finally
        {
            await app.StopAsync();
        }
    }

    private static async Task<int> RunAsync(
        DemoClient api, Uri address, HostSettings settings, CancellationToken cancellationToken)
    {
        var catalogue = await DemoCatalogue.ReadAsync(address, cancellationToken);
        AnsiConsole.MarkupLineInterpolated($"ImageBatch runs at {address} and takes its sample catalogue.");

        var clock = Stopwatch.StartNew();
        var job = await api.UploadAsync(catalogue, cancellationToken);
        job = await DemoProgress.FollowAsync(api, job, cancellationToken);
        var elapsed = clock.Elapsed;

        var images = await api.ReadImagesAsync(job.RequestId, cancellationToken);
        DemoTable.Write(images);
        DemoSummary.Write(job, elapsed);

        var csv = Path.Combine(settings.DataPath, "result.csv");
        Directory.CreateDirectory(settings.DataPath);
        await api.DownloadAsync(job.RequestId, csv, cancellationToken);
        DemoSummary.WritePlaces(csv, HostSettings.Is(settings.Images, ImageStores.FileSystem) ? settings.ImagesPath : null);
        return job.Status == "Completed" ? 0 : 1;
    }
}
