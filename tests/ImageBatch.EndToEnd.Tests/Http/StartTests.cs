using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImageBatch.EndToEnd.Tests.Http;

/// <summary>A host whose store cannot be opened never listens.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("imagebatch-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Host_whoseJobsAnotherOneHas_failsAtStartBeforeItListens_andNamesTheFolder(bool works, bool serverFirst)
    {
        using var owner = Build(works: true, serverFirst: false, FreePort());
        await owner.StartAsync();
        var port = FreePort();
        using (var second = Build(works, serverFirst, port))
        {
            var exception = await Assert.ThrowsAsync<IOException>(() => second.StartAsync());

            Assert.Contains(Path.Combine(_root, "jobs"), exception.Message, StringComparison.Ordinal);
            using var client = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, port));
        }

        await owner.StopAsync();
        owner.Dispose();
        using var third = Build(works, serverFirst, port);
        await third.StartAsync();
        await third.StopAsync();
    }

    /// <param name="works">Whether the host has the services in the background, which need the store as well.</param>
    /// <param name="serverFirst">Whether the web server is registered before ImageBatch, as older hosts do.</param>
    /// <param name="port">Where the host listens.</param>
    private IHost Build(bool works, bool serverFirst, int port)
    {
        var builder = new HostBuilder();
        if (serverFirst)
        {
            builder.ConfigureWebHost(web => Configure(web, port));
        }

        builder.ConfigureServices(services =>
        {
            services.AddImageBatch(batch => batch
                .UseFileSystem(options => options.RootPath = _root).UseInMemoryQueue().AddRecompression());
            if (works)
            {
                services.AddImageBatchWorker();
            }
        });
        if (!serverFirst)
        {
            builder.ConfigureWebHost(web => Configure(web, port));
        }

        return builder.Build();
    }

    private static void Configure(IWebHostBuilder web, int port) => web
        .UseKestrelCore()
        .UseUrls($"http://127.0.0.1:{port}")
        .Configure(app => app.Run(_ => Task.CompletedTask));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
