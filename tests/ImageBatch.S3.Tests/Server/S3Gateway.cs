using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ImageBatch.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageBatch.S3.Tests.Server;

/// <summary>
/// Stands before an <see cref="S3Server"/> and adds what S3 promises and that server does not: it asks for signatures, for
/// a digest and at most 1,000 keys with a deletion of many, and passes an upload on once it is whole, apart from all else that is done to its
/// key. It misbehaves where told to.
/// </summary>
internal sealed class S3Gateway : IAsyncDisposable
{
    private readonly ConcurrentQueue<Fault> _next = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _keys = new();
    private readonly HttpClient _http = new();
    private readonly S3Server _server;
    private readonly WebApplication _app;
    private readonly SignatureCheck _signatures;

    private S3Gateway(WebApplication app, S3Server server)
    {
        (_app, _server) = (app, server);
        _signatures = new SignatureCheck(S3Server.AccessKey, Secret);
    }

    /// <summary>Goes with the server's access key.</summary>
    public string Secret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));

    public string Url { get; private set; } = "";

    /// <summary>What every request meets that no fault of <see cref="Next"/> waits for.</summary>
    public Fault Always { get; set; } = Faults.None;

    /// <summary>Method, path and headers of each request in order.</summary>
    public ConcurrentQueue<(string Method, string Target, Dictionary<string, string> Headers)> Requests { get; } = new();

    public static async Task<S3Gateway> StartAsync(S3Server server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MinResponseDataRate = null;
        });
        var gateway = new S3Gateway(builder.Build(), server);
        gateway._app.Run(gateway.AnswerAsync);
        await gateway._app.StartAsync();
        gateway.Url = gateway._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return gateway;
    }

    /// <summary>Lines up what the next requests meet, one each.</summary>
    public void Next(params ReadOnlySpan<Fault> faults)
    {
        foreach (var fault in faults)
        {
            _next.Enqueue(fault);
        }
    }

    public int Count(string method) => Requests.Count(request => request.Method == method);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var target = TargetOf(context);
        Requests.Enqueue((context.Request.Method, target, context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        var fault = _next.TryDequeue(out var next) ? next : Always;
        try
        {
            if (await fault(context, () => ServeAsync(context)) is { } answer)
            {
                await answer.SendAsync(context.Response);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // The caller is gone.
        }
    }

    private async Task<Answer> ServeAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
        var body = memory.ToArray();
        return _signatures.Refuse(context.Request, body) ?? RefuseDeletion(context.Request, body)
            ?? await PassOnAsync(context.Request, body);
    }

    private static Answer? RefuseDeletion(HttpRequest request, byte[] body)
    {
        if (request.Method != HttpMethods.Post)
        {
            return null;
        }

        var digest = request.Headers.ContentMD5.ToString();
        var objects = Encoding.UTF8.GetString(body).Split("<Object>").Length - 1;
#pragma warning disable CA5351 // What the protocol asks for.
        return objects is 0 or > 1_000 ? Answer.Error(400, "MalformedXML")
            : digest.Length == 0 ? Answer.Error(400, "MissingContentMD5")
            : digest != Convert.ToBase64String(MD5.HashData(body)) ? Answer.Error(400, "BadDigest")
            : null;
#pragma warning restore CA5351
    }

    private async Task<Answer> PassOnAsync(HttpRequest request, byte[] body)
    {
        var turn = _keys.GetOrAdd(request.Path, _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            using var copy = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_server.Url, TargetOf(request.HttpContext)));
            copy.Content = new ByteArrayContent(body);
            foreach (var (name, values) in request.Headers)
            {
                if (name is not ("Host" or "Expect" or "Content-Length" or "Connection") && !copy.Headers.TryAddWithoutValidation(name, values.ToArray()))
                {
                    copy.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
                }
            }

            using var answer = await _http.SendAsync(copy);
            var headers = answer.Headers.Concat(answer.Content.Headers)
                .Where(header => header.Key is not ("Content-Length" or "Transfer-Encoding" or "Connection" or "Keep-Alive" or "Date"))
                .ToDictionary(header => header.Key, header => header.Value.ToArray());
            return new Answer((int)answer.StatusCode, headers, await answer.Content.ReadAsByteArrayAsync());
        }
        finally
        {
            turn.Release();
        }
    }

    private static string TargetOf(HttpContext context) => context.Features.Get<IHttpRequestFeature>()!.RawTarget;
}
