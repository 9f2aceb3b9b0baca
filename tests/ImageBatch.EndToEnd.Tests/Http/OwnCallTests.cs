using System.Text.Json;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Http;

/// <summary>Downloads and webhooks whose URL leads to an API of ImageBatch, their own or that of another node.</summary>
public sealed class OwnCallTests
{
    [Fact]
    public async Task Webhook_that_leads_to_the_api_changes_nothing_and_is_given_up_at_once()
    {
        await using var host = await ApiHost.StartAsync();
        await using var node = await ApiHost.StartAsync();
        foreach (var target in new[] { host, node })
        {
            // Two products, one of which waits for its server: the job that somebody else's webhook would cancel.
            var silent = target.Images.MapSilence("/silent.jpg");
            var victim = await ApiHost.JsonAsync(await target.UploadTextAsync("/api/upload", Csv(silent)));
            var id = victim.GetProperty("request_id").GetString()!;
            var hook = $"{target.Http.BaseAddress}api/cancel/{id}";

            var job = await host.FinishedAsync(
                await host.UploadTextAsync($"/api/upload?webhook_url={Uri.EscapeDataString(hook)}", Csv(host.Images.Url("/missing.jpg"))));
            var webhook = await WebhookAsync(host, job.GetProperty("request_id").GetString()!);

            Assert.Equal(("Failed", 508, 1), (webhook.GetProperty("state").GetString(), webhook.GetProperty("last_status").GetInt32(), webhook.GetProperty("attempts").GetInt32()));
            var status = await ApiHost.JsonAsync(await target.Http.GetAsync($"/api/status/{id}"));
            Assert.Equal((1, 0), (status.GetProperty("pending").GetInt32(), status.GetProperty("cancelled").GetInt32()));
        }
    }

    [Fact]
    public async Task Download_of_what_the_api_shows_fails_and_of_an_output_succeeds()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.FinishedAsync(await host.UploadTextAsync("/api/upload", Csv(host.Images.Url("/photo.jpg"))));
        var output = first.GetProperty("images")[0].GetProperty("output_url").GetString()!;
        var result = first.GetProperty("output_csv").GetString()!;
        var there = host.Images.Map("/there", context =>
        {
            context.Response.Redirect(result.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
            return Task.CompletedTask;
        });

        var second = await host.FinishedAsync(await host.UploadTextAsync("/api/upload", Csv(output, result, there)));

        var images = second.GetProperty("images");
        Assert.Equal("Succeeded", images[0].GetProperty("status").GetString());
        Assert.All(new[] { images[1], images[2] }, image =>
        {
            Assert.Equal("download.status", image.GetProperty("error").GetProperty("code").GetString());
            Assert.Equal("The server answered 508.", image.GetProperty("error").GetProperty("message").GetString());
        });
    }

    private static string Csv(params string[] urls) =>
        "Serial Number,Product Name,Input Image Urls\n" + string.Concat(urls.Select((url, row) => $"{row + 1},P,{url}\n"));

    private static async Task<JsonElement> WebhookAsync(ApiHost host, string id)
    {
        JsonElement webhook = default;
        await Eventually.TrueAsync(
            () =>
            {
                var status = host.Http.GetStringAsync($"/api/status/{id}").GetAwaiter().GetResult();
                webhook = JsonDocument.Parse(status).RootElement.GetProperty("webhook");
                return webhook.GetProperty("attempts").GetInt32() > 0;
            },
            "the first try");
        return webhook;
    }
}
