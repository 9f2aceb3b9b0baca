using System.Collections.Concurrent;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

public sealed class UserAgentTests
{
    [Fact]
    public async Task Downloads_and_webhooks_by_default_name_package_version_and_project() =>
        Assert.Matches(@"^ImageBatch/\d+\.\d+\.\d+[-.\w]* \(\+https://[^ ]+\)$", await SentAsync(_ => { }));

    [Fact]
    public async Task Downloads_and_webhooks_with_the_option_name_what_it_says() => Assert.Equal(
        "ShopImages/2.1 (+https://shop.example.com/bot)",
        await SentAsync(options => options.Http.UserAgent = "ShopImages/2.1 (+https://shop.example.com/bot)"));

    /// <summary>What the servers of an image and of its job's webhook were sent, which is the same.</summary>
    private static async Task<string> SentAsync(Action<ImageBatchOptions> configure)
    {
        await using var host = await EngineHost.StartAsync(configure);
        var sent = new ConcurrentDictionary<string, string>();
        var urls = new[] { "/image", "/hook" }.Select(path => host.Server.Map(path, async context =>
        {
            sent[path] = context.Request.Headers.UserAgent.ToString();
            await context.Response.Body.WriteAsync(TestImages.Bmp());
        })).ToArray();

        await host.FinishedAsync((await host.SubmitAsync([urls[0]], urls[1])).Id);
        await Eventually.TrueAsync(() => sent.Count == 2, "the webhook");

        return Assert.Single(sent.Values.Distinct());
    }
}
