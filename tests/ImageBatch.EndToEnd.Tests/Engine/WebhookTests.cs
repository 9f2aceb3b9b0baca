using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

public sealed class WebhookTests
{
    [Fact]
    public async Task Delivery_thatFailsTwice_arrivesWithTheSameIdAndBytes()
    {
        await using var host = await EngineHost.StartAsync();
        var calls = new ConcurrentQueue<(string Id, string Body)>();
        var hook = Hook(host, calls, call => call < 3 ? 500 : 204);

        var job = await host.SubmitAsync([host.Server.MapBytes("/a", TestImages.Bmp()), host.Server.Url("/missing")], hook);
        await host.FinishedAsync(job.Id);
        var done = await StateAsync(host, job.Id, WebhookState.Delivered);

        Assert.Equal(3, calls.Count);
        Assert.Single(calls.Distinct());
        Assert.Equal(WebhookDelivery.IdOf(job.Id, 1), calls.First().Id);
        Assert.Equal((3, 204, null), (done.Attempts, done.LastStatus, done.LastError));
        using var body = JsonDocument.Parse(calls.First().Body);
        var data = body.RootElement.GetProperty("data");
        Assert.Equal("job.completed", body.RootElement.GetProperty("type").GetString());
        Assert.Equal(job.Id.ToString(), body.RootElement.GetProperty("request_id").GetString());
        Assert.Equal("Completed", body.RootElement.GetProperty("status").GetString());
        Assert.Equal($"http://host.test/api/download/{job.Id}", body.RootElement.GetProperty("output_csv").GetString());
        Assert.Equal(1, data.GetProperty("succeeded").GetInt32());
        Assert.Equal(2, data.GetProperty("images").GetArrayLength());
        Assert.Equal("download.status", data.GetProperty("images")[1].GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(301, 3)]
    [InlineData(307, 3)]
    [InlineData(404, 3)]
    [InlineData(410, 1)]
    public async Task Delivery_thatIsNeverTaken_failsAfterItsTries(int status, int tries)
    {
        await using var host = await EngineHost.StartAsync();
        var calls = new ConcurrentQueue<(string Id, string Body)>();

        var job = await host.SubmitAsync([host.Server.Url("/missing")], Hook(host, calls, _ => status));
        var done = await StateAsync(host, job.Id, WebhookState.Failed);

        Assert.Equal((tries, status), (done.Attempts, done.LastStatus));
        Assert.Equal(tries, calls.Count);
        Assert.Equal(0, host.Server.Hits("/elsewhere"));
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), done.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivery_withoutASecret_hasIdAndTimestampAndNoSignature()
    {
        await using var host = await EngineHost.StartAsync();
        await using var receiver = await HookServer.StartAsync();

        var job = await host.SubmitAsync([host.Server.Url("/missing")], receiver.Url);
        await StateAsync(host, job.Id, WebhookState.Delivered);

        var hook = Assert.Single(receiver.Hooks);
        Assert.Equal((WebhookDelivery.IdOf(job.Id, 1), null), (hook.Id, hook.Signature));
        Assert.Matches("^[0-9]{10}$", hook.Timestamp);
    }

    [Fact]
    public async Task Delivery_answeredWithoutEnd_isCutOff()
    {
        await using var host = await EngineHost.StartAsync();
        var (sent, cut) = (0, new TaskCompletionSource());
        var hook = host.Server.Map("/endless", async context =>
        {
            await using var gone = context.RequestAborted.Register(cut.SetResult);
            for (; !context.RequestAborted.IsCancellationRequested; sent++)
            {
                await context.Response.Body.WriteAsync(new byte[1_024], CancellationToken.None);
                await context.Response.Body.FlushAsync(CancellationToken.None);
                await Task.Delay(5);
            }
        });

        var job = await host.SubmitAsync([host.Server.Url("/missing")], hook);
        await StateAsync(host, job.Id, WebhookState.Delivered);
        await cut.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.InRange(sent, 1, 100);
    }

    [Fact]
    public async Task Delivery_toAReceiverThatTakesItsTime_holdsUpNoOther()
    {
        await using var host = await EngineHost.StartAsync(options => options.Webhooks.Concurrency = 4);
        await using var receiver = await HookServer.StartAsync();
        var slow = host.Server.MapSilence("/slow");

        var held = await host.SubmitAsync([host.Server.Url("/missing")], slow);
        await Eventually.TrueAsync(() => host.Server.Hits("/slow") == 1, "the slow receiver");
        for (var i = 0; i < 5; i++)
        {
            await host.SubmitAsync([host.Server.Url("/missing")], receiver.Url);
        }

        await Eventually.TrueAsync(() => receiver.Hooks.Count == 5, "the others", seconds: 10);
        Assert.Equal(0, (await host.FindAsync(held.Id)).Webhook!.Attempts);
    }

    [Fact]
    public async Task Delivery_thatIsNotAnsweredInTime_isTriedAgain()
    {
        await using var host = await EngineHost.StartAsync(options => options.Webhooks.TryTimeout = TimeSpan.FromMilliseconds(100));
        var hook = host.Server.Map("/hook", context =>
            host.Server.Hits("/hook") == 1 ? Hang.UntilAsync(context.RequestAborted) : Task.CompletedTask);

        var job = await host.SubmitAsync([host.Server.Url("/missing")], hook);

        Assert.Equal(2, (await StateAsync(host, job.Id, WebhookState.Delivered)).Attempts);
    }

    [Fact]
    public async Task SetWebhook_again_sendsTheSameOnceMore()
    {
        await using var host = await EngineHost.StartAsync();
        await using var receiver = await HookServer.StartAsync();
        var job = await host.SubmitAsync([host.Server.Url("/missing")], receiver.Url);
        await StateAsync(host, job.Id, WebhookState.Delivered);

        await host.Client.SetWebhookAsync(job.Id, receiver.Url);
        await Eventually.TrueAsync(() => receiver.Hooks.Count == 2, "the second delivery");

        Assert.Equal(1, (await StateAsync(host, job.Id, WebhookState.Delivered)).Attempts);
        Assert.Single(receiver.Hooks.Select(hook => (hook.Id, hook.Body)).Distinct());
    }

    [Fact]
    public async Task SetWebhook_onAFinishedJob_announcesItAtOnce()
    {
        await using var host = await EngineHost.StartAsync();
        var calls = new ConcurrentQueue<(string Id, string Body)>();
        var job = await host.SubmitAsync([host.Server.MapBytes("/a", TestImages.Bmp())]);
        await host.FinishedAsync(job.Id);

        var set = await host.Client.SetWebhookAsync(job.Id, Hook(host, calls, _ => 200));
        await StateAsync(host, job.Id, WebhookState.Delivered);

        Assert.Equal(JobChangeOutcome.Changed, set.Outcome);
        Assert.Equal(WebhookDelivery.IdOf(job.Id, 1), Assert.Single(calls).Id);
    }

    [Theory]
    [InlineData('n', 1_024, 256 << 10)]
    [InlineData('\u0416', 1_024, 256 << 10)]
    [InlineData('\u0416', 1_024, 64 << 10)]
    public async Task Body_of_long_names_lists_the_images_that_fit_and_where_the_others_are(char letter, int length, int limit)
    {
        await using var host = await EngineHost.StartAsync(options => options.Webhooks.MaxBodyBytes = limit);
        await using var receiver = await HookServer.StartAsync();
        var name = new string(letter, length);
        var urls = string.Join(' ', Enumerable.Range(0, 100).Select(i => host.Server.Url($"/missing/{i}?{new string('q', 1_900)}")));
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes($"Id,Name,Urls\n{name},{name},{urls}\n"));

        var settings = new JobSettings { WebhookUrl = receiver.Url, BaseUrl = "http://host.test/api" };
        var job = (await host.Client.SubmitAsync(new JobSubmission(csv, settings))).Job;
        await Eventually.TrueAsync(() => receiver.Hooks.Count == 1, "the webhook", seconds: 60);

        var bytes = Encoding.UTF8.GetByteCount(receiver.Hooks[0].Body);
        Assert.InRange(bytes, limit - (20 << 10), limit);
        using var body = JsonDocument.Parse(receiver.Hooks[0].Body);
        var data = body.RootElement.GetProperty("data");
        Assert.Equal((100, 100), (data.GetProperty("total").GetInt32(), data.GetProperty("failed").GetInt32()));
        Assert.Equal($"http://host.test/api/status/{job.Id}/images", data.GetProperty("images_url").GetString());
        var images = data.GetProperty("images").EnumerateArray().ToArray();
        Assert.InRange(images.Length, 3, 99);
        Assert.Equal(Enumerable.Range(0, images.Length), images.Select(image => image.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task Retry_beforeTheWebhookArrived_stillDeliversTheFirstRunAsItWas()
    {
        await using var host = await EngineHost.StartAsync(options =>
            options.Webhooks.RetrySchedule = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)]);
        var calls = new ConcurrentQueue<(string Id, string Body)>();
        var broken = true;
        var mends = host.Server.Map("/mends", async context =>
        {
            context.Response.StatusCode = broken ? 404 : 200;
            await context.Response.Body.WriteAsync(TestImages.Bmp());
        });
        var job = await host.SubmitAsync([mends], Hook(host, calls, call => call == 1 ? 503 : 200));
        await Eventually.TrueAsync(() => calls.Count == 1, "the first try");

        broken = false;
        await host.Client.RetryFailedAsync(job.Id);
        await Eventually.TrueAsync(() => calls.Count == 3, "both runs to be announced");

        var byRun = calls.ToLookup(call => call.Id, call => call.Body);
        Assert.Equal(2, byRun[WebhookDelivery.IdOf(job.Id, 1)].Count());
        Assert.Single(byRun[WebhookDelivery.IdOf(job.Id, 1)].Distinct());
        Assert.Contains("\"Failed\"", byRun[WebhookDelivery.IdOf(job.Id, 1)].First(), StringComparison.Ordinal);
        Assert.Contains("\"Completed\"", Assert.Single(byRun[WebhookDelivery.IdOf(job.Id, 2)]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_beforeAnyTry_fixesTheBodyOfTheRunItLeaves()
    {
        await using var host = await EngineHost.StartAsync(services: services => services.Remove(
            services.Single(service => service.ImplementationType == typeof(ImageBatch.Webhooks.WebhookService))));
        var job = await host.SubmitAsync([host.Server.Url("/missing")], host.Server.Url("/hook"));
        await host.FinishedAsync(job.Id);

        await host.Client.RetryFailedAsync(job.Id);
        var due = await host.Get<IWebhookOutbox>().ClaimDueAsync(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1), 10, []);

        var body = System.Text.Encoding.UTF8.GetString(due.Single(delivery => delivery.Run == 1).Body!.Value.Span);
        Assert.Contains("\"status\":\"Failed\"", body, StringComparison.Ordinal);
        Assert.Contains("\"failed\":1", body, StringComparison.Ordinal);
    }

    private static string Hook(EngineHost host, ConcurrentQueue<(string Id, string Body)> calls, Func<int, int> status) =>
        host.Server.Map("/hook", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            calls.Enqueue((context.Request.Headers["webhook-id"].ToString(), await reader.ReadToEndAsync()));
            context.Response.Headers.Location = "/elsewhere";
            context.Response.StatusCode = status(calls.Count);
        });

    private static Task<JobWebhook> StateAsync(EngineHost host, JobId id, WebhookState state) => Eventually.GetAsync(
        async () => (await host.FindAsync(id)).Webhook is { } webhook && webhook.State == state ? webhook : null,
        $"the webhook to be {state}");
}
