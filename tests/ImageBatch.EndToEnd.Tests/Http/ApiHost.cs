using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImageBatch.EndToEnd.Tests.Http;

/// <summary>The whole: API in a real server, engine, outputs in a folder, the JPEG codec, and a real image server.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(WebApplication app, ImageServer images, string folder)
    {
        (_app, Images, Folder) = (app, images, folder);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Photo = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "photo.jpg"));
        images.MapBytes("/photo.jpg", Photo);
        images.MapBytes("/other.jpg", [.. Photo, 0]);
    }

    public HttpClient Http { get; }

    public ImageServer Images { get; }

    public string Folder { get; }

    public byte[] Photo { get; }

    public IJobStore Jobs => _app.Services.GetRequiredService<IJobStore>();

    public HealthCheckService Health => _app.Services.GetRequiredService<HealthCheckService>();

    /// <summary>Starts a host.</summary>
    /// <param name="configure">Changes the engine's options.</param>
    /// <param name="keepsJobs">Whether jobs are kept in the folder too, and not in memory.</param>
    public static async Task<ApiHost> StartAsync(Action<ImageBatchOptions>? configure = null, bool keepsJobs = false)
    {
        var folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;

        // Empty: the usual builder watches files, and there are fewer watches in a system than tests.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddImageBatch(batch => batch
            .UseFileSystemImages(options => options.RootPath = folder)
            .UseInMemory()
            .AddRecompression()
            .Configure(options =>
            {
                options.Http.AllowPrivateNetworks = true;
                options.Http.RetryDelay = TimeSpan.FromMilliseconds(5);
                configure?.Invoke(options);
            }));
        if (keepsJobs)
        {
            builder.Services.AddImageBatch(batch => batch.UseFileSystemJobs());
        }

        builder.Services.AddImageBatchWorker();
        builder.Services.AddHealthChecks().AddImageBatch();
        var app = builder.Build();
        foreach (var prefix in new[] { "", "/api", "/image_process" })
        {
            app.MapImageBatch(prefix);
        }

        await app.StartAsync();
        return new ApiHost(app, await ImageServer.StartAsync(), folder);
    }

    /// <summary>A catalogue: two products with a photo each, and a third with one and a URL that leads nowhere.</summary>
    public string Catalogue() => $"""
        Serial Number,Product Name,Input Image Urls
        1,Mug,{Images.Url("/photo.jpg")}
        2,Lamp,{Images.Url("/other.jpg")}
        3,Chair,"{Images.Url("/photo.jpg")},{Images.Url("/missing.jpg")}"

        """;

    public Task<HttpResponseMessage> UploadAsync(string path, string csv, string field = "file", params (string Name, string Value)[] before)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in before)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new StringContent(csv), field, "catalogue.csv");
        return Http.PostAsync(path, form);
    }

    public Task<HttpResponseMessage> UploadTextAsync(string path, string csv)
    {
        var body = new StringContent(csv, Encoding.UTF8);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return Http.PostAsync(path, body);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    /// <summary>Follows an accepted upload to its end.</summary>
    public async Task<JsonElement> FinishedAsync(HttpResponseMessage accepted)
    {
        Assert.Equal(202, (int)accepted.StatusCode);
        return await FinishedAsync((await JsonAsync(accepted)).GetProperty("status_url").GetString()!);
    }

    public async Task<JsonElement> FinishedAsync(string statusUrl)
    {
        JsonElement status = default;
        await Eventually.GetAsync(
            async () =>
            {
                status = await JsonAsync(await Http.GetAsync(statusUrl));
                return status.GetProperty("finished_at").ValueKind == JsonValueKind.String ? statusUrl : null;
            },
            $"{statusUrl} to finish");
        return status;
    }

    public string[] Outputs() => Directory.Exists(Folder)
        ? Directory.GetFiles(Folder, "*.jpg", SearchOption.AllDirectories)
        : [];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Images.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
