using System.Net;
using System.Text.Json;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>Readiness of the sample host with each of its dependencies down, and what strangers learn of it.</summary>
public sealed class ReadinessTests : IAsyncDisposable
{
    private readonly string _own;
    private readonly TcpProxy _database;
    private readonly TcpProxy _broker;
    private readonly string _data;

    public ReadinessTests()
    {
        var (database, broker) = (PostgreSqlServer.Shared, RabbitMqServer.Shared);
        _own = database.CreateDatabase();
        (_database, _broker) = (new TcpProxy(database.Port), new TcpProxy(broker.Port));
        _data = Directory.CreateTempSubdirectory("imagebatch-").FullName;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _broker.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Ready_namesTheDependencyThatIsDown_andIsGreenAgain()
    {
        await using var host = Start("Api,Dispatcher,Worker");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };
        await BecomesAsync(http, null);

        _broker.GoDown();
        await BecomesAsync(http, "queue");
        _broker.ComeBack();
        await BecomesAsync(http, null);

        _database.GoDown();
        await BecomesAsync(http, "job_store");
        _database.ComeBack();
        await BecomesAsync(http, null);

        Directory.Move(Path.Combine(_data, "images"), Path.Combine(_data, "gone"));
        await File.WriteAllTextAsync(Path.Combine(_data, "images"), "A file where the folder was.");
        await BecomesAsync(http, "image_store");
    }

    [Fact]
    public async Task Ready_ofANodeThatOnlyTakesUploads_doesNotDependOnTheQueue()
    {
        _broker.GoDown();
        await using var host = Start("Api");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        await BecomesAsync(http, null);
    }

    /// <summary>Waits until readiness names this part and no other; null for none.</summary>
    private async Task BecomesAsync(HttpClient http, string? part)
    {
        var last = "";
        await Eventually.GetAsync(
            async () =>
            {
                using var answer = await http.GetAsync("/health/ready");
                last = await answer.Content.ReadAsStringAsync();
                var checks = JsonSerializer.Deserialize<JsonElement>(last).GetProperty("checks").EnumerateArray().ToArray();
                var failing = checks.Where(check => check.GetProperty("status").GetString() != "Healthy").ToArray();
                var isSo = answer.StatusCode == (part is null ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable)
                    && string.Join(',', failing.Select(check => check.GetProperty("name").GetString())) == (part ?? "");
                if (isSo)
                {
                    Assert.Equal(["image_store", "job_store", "processing", "queue"], checks.Select(check => check.GetProperty("name").GetString()).Order());
                    Assert.All(failing, check => Assert.EndsWith(".", check.GetProperty("error").GetString(), StringComparison.Ordinal));
                    AssertTellsNothing(last);
                }

                return isSo ? last : null;
            },
            $"readiness to name {part ?? "nothing"}; it said: {last}");
    }

    private void AssertTellsNothing(string answer)
    {
        foreach (var secret in new[] { "127.0.0.1", $"{_database.Port}", $"{_broker.Port}", _data, _own, "postgres", "guest", "Exception" })
        {
            Assert.DoesNotContain(secret, answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    private SampleHostProcess Start(string roles) => SampleHostProcess.Start(
        "--urls",
        "http://127.0.0.1:0",
        $"--ImageBatch:Roles={roles}",
        $"--ImageBatch:DataPath={_data}",
        "--ImageBatch:Store=PostgreSQL",
        $"--ImageBatch:ConnectionString={PostgreSqlServer.ConnectionTo(_own, _database.Port)};Timeout=3",
        "--ImageBatch:Queue=RabbitMQ",
        $"--ImageBatch:RabbitMQ:Uri=amqp://127.0.0.1:{_broker.Port}",
        $"--ImageBatch:RabbitMQ:QueuePrefix={_own}",
        "--ImageBatch:Codecs=Recompression");
}
