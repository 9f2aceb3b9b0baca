using System.Collections.Concurrent;
using ImageBatch.Testing;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>A receiver of webhooks that remembers what came and answers what it is told to.</summary>
internal sealed class HookServer(ImageServer server) : IAsyncDisposable
{
    private readonly ConcurrentQueue<Hook> _hooks = new();

    /// <summary>What came: the headers of Standard Webhooks and the body.</summary>
    public sealed record Hook(string Id, string Timestamp, string? Signature, string Body);

    public IReadOnlyList<Hook> Hooks => [.. _hooks];

    /// <summary>Answers the call of this number; 204 unless told otherwise.</summary>
    public Action<int, HttpResponse> Answer { get; set; } = (_, _) => { };

    public string Url => server.Map("/hook", TakeAsync);

    public static async Task<HookServer> StartAsync() => new(await ImageServer.StartAsync());

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers;
        var body = await reader.ReadToEndAsync();
        _hooks.Enqueue(new Hook(
            headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"], body));
        context.Response.StatusCode = 204;
        Answer(_hooks.Count, context.Response);
    }
}
