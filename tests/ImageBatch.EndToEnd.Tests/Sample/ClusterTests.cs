using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ImageBatch.EndToEnd.Tests.Engine;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>Sample hosts that play one role each, on one database, one broker and one folder of outputs.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private const int Images = 60;

    private readonly PostgreSqlServer _database = PostgreSqlServer.Shared;
    private readonly RabbitMqServer _broker = RabbitMqServer.Shared;
    private readonly string _data = Directory.CreateTempSubdirectory("imagebatch-").FullName;
    private readonly List<SampleHostProcess> _nodes = [];
    private string _own = "";
    private ImageServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _own = _database.CreateDatabase();
        _server = await ImageServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Nodes_ofOneRoleEach_finishAJob_thoughAWorkerAndADispatcherAreKilled()
    {
        await using var receiver = new HookServer(_server);
        var worker = Start("Worker");
        var api = await ClientAsync(Start("Api"));
        var job = await UploadAsync(api, receiver.Url);
        await Task.Delay(500);
        Assert.Equal(Images, (await StatusAsync(api, job)).GetProperty("pending").GetInt32());

        var dispatcher = Start("Dispatcher");
        await Eventually.GetAsync(
            async () => (await StatusAsync(api, job)).GetProperty("pending").GetInt32() < Images ? job : null, "the job to be under way");
        worker.Kill();
        dispatcher.Kill();
        var another = Start("worker,webhooks");
        _ = Start("Dispatcher");
        var other = await ClientAsync(Start("api"));
        await Eventually.TrueAsync(() => receiver.Hooks.Count > 0, "the webhook");

        var status = await StatusAsync(other, job);
        Assert.Equal("Completed", status.GetProperty("status").GetString());
        Assert.Equal((Images, 0), (status.GetProperty("succeeded").GetInt32(), status.GetProperty("failed").GetInt32()));
        using var output = await other.GetAsync(status.GetProperty("images")[0].GetProperty("output_url").GetString());
        Assert.Equal((200, "image/jpeg"), ((int)output.StatusCode, output.Content.Headers.ContentType?.MediaType));
        Assert.Single(receiver.Hooks);
        await AssertServesHealthAloneAsync(await ClientAsync(another));
    }

    private static async Task AssertServesHealthAloneAsync(HttpClient node)
    {
        foreach (var path in new[] { "/health", "/health/ready" })
        {
            using var answer = await node.GetAsync(path);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        }

        foreach (var path in new[] { "/", "/api/status/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa", "/openapi/v1.json", "/sample-images/mug-front.jpg" })
        {
            using var answer = await node.GetAsync(path);
            Assert.Equal((path, 404, 0), (path, (int)answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync()).Length));
        }
    }

    private static async Task<HttpClient> ClientAsync(SampleHostProcess node) => new() { BaseAddress = await node.AddressAsync() };

    private static async Task<JsonElement> StatusAsync(HttpClient api, string job) =>
        await api.GetFromJsonAsync<JsonElement>($"/api/status/{job}?images=1");

    private async Task<string> UploadAsync(HttpClient api, string webhook)
    {
        var photo = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "photo.jpg"));
        var csv = new StringBuilder("Serial Number,Product Name,Input Image Urls\n");
        for (var i = 0; i < Images; i++)
        {
            var url = _server.Map($"/{i}.jpg", async context =>
            {
                await Task.Delay(100);
                await context.Response.Body.WriteAsync(photo);
            });
            csv.Append(i).Append(",Product,").Append(url).Append('\n');
        }

        using var body = new StringContent(csv.ToString());
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var answer = await api.PostAsync($"/api/upload?webhook_url={Uri.EscapeDataString(webhook)}", body);
        var accepted = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return accepted.GetProperty("request_id").GetString()!;
    }

    private SampleHostProcess Start(string roles)
    {
        var node = SampleHostProcess.Start(
            "--urls",
            "http://127.0.0.1:0",
            $"--ImageBatch:Roles={roles}",
            $"--ImageBatch:DataPath={_data}",
            "--ImageBatch:Store=PostgreSQL",
            $"--ImageBatch:ConnectionString={PostgreSqlServer.ConnectionTo(_own, _database.Port)}",
            "--ImageBatch:Queue=RabbitMQ",
            $"--ImageBatch:RabbitMQ:Uri=amqp://127.0.0.1:{_broker.Port}",
            $"--ImageBatch:RabbitMQ:QueuePrefix={_own}",
            "--ImageBatch:Codecs=Recompression",
            "--ImageBatch:Http:AllowPrivateNetworks=true",
            "--ImageBatch:Http:MaxConnectionsPerHost=4");
        _nodes.Add(node);
        return node;
    }
}
