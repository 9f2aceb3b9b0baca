using System.Text.Json;
using ImageBatch.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImageBatch.EndToEnd.Tests.Http;

/// <summary>Stores in a folder that cannot be written for a while, by a fault that stops root as well: a file in its place.</summary>
public sealed class StoreFaultTests
{
    [Fact]
    public async Task Upload_whileTheJobStoreCannotBeWritten_isRefusedForNow_readinessIsRed_andBothRecover()
    {
        await using var host = await ApiHost.StartAsync(keepsJobs: true);
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Healthy), await HealthAsync(host));

        var mend = Break(Path.Combine(host.Folder, "jobs", ".tmp"));
        using var form = await host.UploadAsync("/api/upload", host.Catalogue());
        using var text = await host.UploadTextAsync("/api/upload", host.Catalogue());
        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Healthy), await HealthAsync(host));
        foreach (var refused in new[] { form, text })
        {
            Assert.Equal(503, (int)refused.StatusCode);
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
            Assert.Equal("store.unavailable", (await ApiHost.JsonAsync(refused)).GetProperty("code").GetString());
        }

        mend();
        using var accepted = await host.UploadAsync("/api/upload", host.Catalogue());
        var finished = await host.FinishedAsync(accepted);

        Assert.Equal(3, finished.GetProperty("succeeded").GetInt32());
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Healthy), await HealthAsync(host));
    }

    [Fact]
    public async Task Job_whileTheImageStoreCannotBeWritten_pauses_readinessIsRed_andBothRecover()
    {
        await using var host = await ApiHost.StartAsync(keepsJobs: true);
        var mend = Break(Path.Combine(host.Folder, "images"));
        using var accepted = await host.UploadAsync("/api/upload", host.Catalogue());
        var statusUrl = (await ApiHost.JsonAsync(accepted)).GetProperty("status_url").GetString()!;

        // Downloaded a second time: the first try to save has failed.
        await Eventually.TrueAsync(() => host.Images.Hits("/other.jpg") > 1, "the image to be tried again");
        var meanwhile = await ApiHost.JsonAsync(await host.Http.GetAsync(statusUrl));
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Unhealthy), await HealthAsync(host));
        Assert.Equal((3, 0, JsonValueKind.Null), Outcome(meanwhile));

        mend();
        var finished = await host.FinishedAsync(statusUrl);

        Assert.Equal((0, 3, JsonValueKind.String), Outcome(finished));
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Healthy), await HealthAsync(host));
    }

    private static (int Pending, int Succeeded, JsonValueKind FinishedAt) Outcome(JsonElement status) => (
        status.GetProperty("pending").GetInt32(),
        status.GetProperty("succeeded").GetInt32(),
        status.GetProperty("finished_at").ValueKind);

    private static async Task<(HealthStatus Jobs, HealthStatus Images)> HealthAsync(ApiHost host)
    {
        var report = await host.Health.CheckHealthAsync();
        return (report.Entries["job_store"].Status, report.Entries["image_store"].Status);
    }

    /// <summary>Puts a file in the place of a folder; what it answers puts the folder back.</summary>
    private static Action Break(string folder)
    {
        var aside = folder + "-aside";
        if (Directory.Exists(folder))
        {
            Directory.Move(folder, aside);
        }

        File.WriteAllText(folder, "in the way");
        return () =>
        {
            File.Delete(folder);
            if (Directory.Exists(aside))
            {
                Directory.Move(aside, folder);
            }
        };
    }
}
