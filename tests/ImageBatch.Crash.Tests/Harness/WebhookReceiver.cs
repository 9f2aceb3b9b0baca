using System.Collections.Concurrent;
using ImageBatch.Testing;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>Keeps every webhook that comes.</summary>
internal sealed class WebhookReceiver
{
    private readonly ConcurrentQueue<(string Id, string Body)> _received = new();

    public WebhookReceiver(ImageServer server) => Url = server.Map("/hook", ReceiveAsync);

    public string Url { get; }

    /// <summary>How long the receiver takes to answer.</summary>
    public TimeSpan Delay { get; set; }

    public IReadOnlyCollection<(string Id, string Body)> Received => _received;

    public bool Has(string id) => _received.Any(webhook => webhook.Id == id);

    public bool HasRun(int run) => _received.Any(webhook => webhook.Id.EndsWith($"_{run}", StringComparison.Ordinal));

    /// <summary>Holds that each of these ids came, at least once and always with the same bytes, and no other.</summary>
    public void AssertOnly(params string[] ids)
    {
        Assert.Equal(ids.Order(), _received.Select(webhook => webhook.Id).Distinct().Order());
        Assert.Equal(ids.Length, _received.Distinct().Count());
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        _received.Enqueue((context.Request.Headers["webhook-id"].ToString(), body));
        await Task.Delay(Delay, context.RequestAborted);
        context.Response.StatusCode = 204;
    }
}
