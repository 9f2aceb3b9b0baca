using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>The sample host killed in the middle of a job, again and again.</summary>
public sealed class KillTests
{
    private const int Images = 220;
    private const int Kills = 10;

    [Theory]
    [InlineData("FileSystem")]
    [InlineData("PostgreSQL")]
    public async Task Host_killedInTheMiddleOfAJob_finishesItWithTheRightTotals(string store)
    {
        var connection = store == "PostgreSQL"
            ? PostgreSqlServer.ConnectionTo(PostgreSqlServer.Shared.CreateDatabase(), PostgreSqlServer.Shared.Port)
            : null;
        var data = Directory.CreateTempSubdirectory("imagebatch-").FullName;
        await using var server = await ImageServer.StartAsync();
        var photo = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "photo.jpg"));
        var csv = new StringBuilder("Serial Number,Product Name,Input Image Urls\n");
        for (var i = 0; i < Images; i++)
        {
            csv.Append(i).Append(",Mug,").Append(server.MapBytes($"/{i}.jpg", photo)).Append('\n');
        }

        csv.Append("x,Missing,").Append(server.Url("/missing.jpg")).Append('\n');
        var hooks = new System.Collections.Concurrent.ConcurrentBag<string>();
        var hook = server.Map("/hook", context =>
        {
            hooks.Add(context.Request.Headers["webhook-id"].ToString());
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });

        string? id = null;
        for (var kill = 1; kill <= Kills; kill++)
        {
            await using var host = Start(store, connection, data);
            using var http = new HttpClient { BaseAddress = await host.AddressAsync() };
            id ??= await UploadAsync(http, csv.ToString(), hook);
            var goal = kill * Images / (Kills + 1);
            await Eventually.GetAsync(async () => await SucceededAsync(http, id) >= goal ? id : null, $"{goal} images");
            host.Kill();
        }

        await using var last = Start(store, connection, data);
        using var client = new HttpClient { BaseAddress = await last.AddressAsync() };
        var status = await Eventually.GetAsync(
            async () => await StatusAsync(client, id!) is { } read && read.Contains("\"finished_at\":\"", StringComparison.Ordinal) ? read : null,
            "the job to finish");
        await Eventually.TrueAsync(() => !hooks.IsEmpty, "the webhook");

        using var json = JsonDocument.Parse(status);
        var root = json.RootElement;
        Assert.Equal("Completed", root.GetProperty("status").GetString());
        Assert.Equal((Images, 1, 0), (Int(root, "succeeded"), Int(root, "failed"), Int(root, "pending")));
        Assert.Equal(Images, Directory.GetFiles(data, "*.jpg", SearchOption.AllDirectories).Length);
        Assert.Single(hooks.Distinct());

        // An image is fetched once more only where a kill took its result with it, and those in flight were few.
        Assert.InRange(server.TotalHits - hooks.Count, Images + 1, Images + 1 + (Kills * 4 * 32));
        await last.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    private static SampleHostProcess Start(string store, string? connection, string data) => SampleHostProcess.Start(
        "--urls",
        "http://127.0.0.1:0",
        $"--ImageBatch:Store={store}",
        $"--ImageBatch:ConnectionString={connection}",
        $"--ImageBatch:DataPath={data}",

        // A dead host's leases last for ten of these.
        "--ImageBatch:Dispatch:PollInterval=00:00:00.050",
        "--ImageBatch:Http:AllowPrivateNetworks=true");

    private static async Task<string> UploadAsync(HttpClient http, string csv, string hook)
    {
        using var body = new StringContent(csv, Encoding.UTF8);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var answer = await http.PostAsync($"/api/upload?webhook_url={Uri.EscapeDataString(hook)}", body);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("request_id").GetString()!;
    }

    private static Task<string> StatusAsync(HttpClient http, string id) => http.GetStringAsync($"/api/status/{id}?images=0");

    private static async Task<int> SucceededAsync(HttpClient http, string id)
    {
        using var json = JsonDocument.Parse(await StatusAsync(http, id));
        return Int(json.RootElement, "succeeded");
    }

    private static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
