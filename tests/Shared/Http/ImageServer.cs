using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageBatch.Testing;

/// <summary>A real HTTP server on a free loopback port that counts what is asked of it and misbehaves where told to.</summary>
internal sealed class ImageServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _hits = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new();
    private readonly WebApplication _app;

    private ImageServer(WebApplication app) => _app = app;

    public string Root { get; private set; } = "";

    /// <summary>Starts a server; with a certificate it speaks TLS, and HTTP/2 to those who want it.</summary>
    public static async Task<ImageServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["AllowedHosts"] = "*"; // Whatever name a test gives it, and whosever settings lie in this folder.
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
            kestrel.Limits.MinResponseDataRate = null;
        });
        var server = new ImageServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        server.Root = server._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public string Url(string path) => Root + path;

    public int Hits(string path) => _hits.GetValueOrDefault(path);

    public int TotalHits => _hits.Values.Sum();

    /// <summary>Answers a path; a path that nothing answers is 404.</summary>
    public string Map(string path, Func<HttpContext, Task> answer)
    {
        _answers[path] = answer;
        return Url(path);
    }

    public string MapBytes(string path, byte[] body, Func<HttpContext, Task>? before = null) =>
        Map(path, async context =>
        {
            await (before?.Invoke(context) ?? Task.CompletedTask);
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        });

    /// <summary>Takes the request and never answers.</summary>
    public string MapSilence(string path) => Map(path, context => Hang.UntilAsync(context.RequestAborted));

    public string MapStatus(string path, int status) =>
        Map(path, context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _hits.AddOrUpdate(path, 1, (_, hits) => hits + 1);
        if (_answers.TryGetValue(path, out var answer))
        {
            return answer(context);
        }

        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
