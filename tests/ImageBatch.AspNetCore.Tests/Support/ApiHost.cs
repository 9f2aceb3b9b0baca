using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ImageBatch.Client;
using ImageBatch.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.AspNetCore.Tests.Support;

/// <summary>The API in a real server on a free port, with a fake client behind it.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(WebApplication app, FakeClient client)
    {
        (_app, Client) = (app, client);
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient { BaseAddress = Address };
    }

    public FakeClient Client { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ApiHost> StartAsync(
        Action<IServiceCollection>? services = null, Action<WebApplication>? map = null, Action<ImageBatchOptions>? options = null)
    {
        var client = new FakeClient();
        // Empty: the usual builder watches files, and there are fewer watches in a system than tests here.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IImageBatchClient>(client);
        builder.Services.Configure(options ?? (_ => { }));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        (map ?? (a => a.MapImageBatch()))(app);
        await app.StartAsync();
        return new(app, client);
    }

    /// <summary>Adds a job that the client knows.</summary>
    public Job Add(JobStatus status = JobStatus.Pending) => Add(TestJobs.Create(status));

    /// <summary>Adds a job that the client knows.</summary>
    public Job Add(Job job) => Client.Jobs[job.Id] = job;

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}");
        return await answer.JsonAsync();
    }

    /// <summary>Sends bytes as they are and reads until the server closes the connection.</summary>
    public async Task<string> SendRawAsync(string request, bool endSending = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Address.Host, Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        if (endSending)
        {
            socket.Client.Shutdown(SocketShutdown.Send);
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    public static StringContent Csv(string text, string type = "text/csv")
    {
        var content = new StringContent(text);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
