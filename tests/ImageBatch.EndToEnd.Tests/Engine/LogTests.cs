using ImageBatch.Model;
using ImageBatch.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>What strangers' URLs carry after the question mark is often a credential: no log has it, at any level.</summary>
public sealed class LogTests
{
    private const string Query = "?token=hunter2";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task Logs_ofDownloadsAndWebhooksThatFail_haveNoQueryAndNoSecret()
    {
        await using var host = await EngineHost.StartAsync(
            options =>
            {
                options.Http.HeadersTimeout = TimeSpan.FromMilliseconds(200);
                options.Webhooks.Secrets = [Secret];
            },
            services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging()));
        string[] urls =
        [
            host.Server.Url("/missing"),
            host.Server.MapStatus("/broken", 500),
            host.Server.MapBytes("/no-image", [1, 2, 3]),
            host.Server.MapSilence("/silent"),
            host.Server.Map("/cut", context =>
            {
                context.Abort();
                return Task.CompletedTask;
            }),
            host.Server.Map("/nowhere", context => RedirectAsync(context, "/missing" + Query)),
            host.Server.Map("/file", context => RedirectAsync(context, "file:///etc/passwd" + Query)),
            host.Server.Map("/loop", context => RedirectAsync(context, "/loop" + Query)),
            "http://127.0.0.1:1/refused",
            "http://no-such-host.invalid/a",
        ];

        var job = await host.SubmitAsync(urls.Select(url => url + Query), host.Server.MapStatus("/hook", 500) + Query);
        await host.FinishedAsync(job.Id);
        await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Webhook is { State: WebhookState.Failed } given ? given : null, "the webhook");

        string[] lines = [.. host.Get<FakeLogCollector>().GetSnapshot().Select(record => record.Text())];
        Assert.Equal(urls.Length, lines.Count(line => line.StartsWith("Information: Image ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("Warning: Webhook ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain(Secret["whsec_".Length..], line, StringComparison.Ordinal));
    }

    private static Task RedirectAsync(HttpContext context, string location)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
