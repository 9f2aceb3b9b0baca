using System.Net;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>What the sample host logs while what it depends on is away, whatever asks for it and how often.</summary>
public sealed class OutageLogTests : IAsyncDisposable
{
    private readonly string _own;
    private readonly TcpProxy _database;

    public OutageLogTests()
    {
        _own = PostgreSqlServer.Shared.CreateDatabase();
        _database = new TcpProxy(PostgreSqlServer.Shared.Port);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Database_that_goes_away_is_a_few_lines_and_one_when_it_is_back()
    {
        await using var host = Start();
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };
        await ReadyAsync(http, HttpStatusCode.OK);
        var before = Trouble(host.Output).Length;

        _database.GoDown();
        await ReadyAsync(http, HttpStatusCode.ServiceUnavailable);
        for (var i = 0; i < 50; i++)
        {
            using var status = await http.GetAsync($"/api/status/{Guid.NewGuid()}");
            using var ready = await http.GetAsync("/health/ready");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status.StatusCode);
        }

        var lines = Trouble(host.Output)[before..];
        _database.ComeBack();
        await ReadyAsync(http, HttpStatusCode.OK);
        await Eventually.TrueAsync(() => host.Output.Contains("can be reached again", StringComparison.Ordinal), "the log to say that it is back");

        // A connection that breaks and one that is refused fail of other causes.
        Assert.InRange(lines.Length, 1, 4);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_is_not_there_yet_is_waited_for_and_is_a_line()
    {
        _database.GoDown();
        await using var host = Start();
        await Eventually.TrueAsync(() => host.Output.Contains("The database cannot be reached", StringComparison.Ordinal), "the log to say that it is away");
        _database.ComeBack();
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };
        await ReadyAsync(http, HttpStatusCode.OK);

        Assert.Single(Trouble(host.Output), line => line.StartsWith("fail", StringComparison.Ordinal));
        Assert.Contains("The database can be reached again", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_that_is_away_from_the_start_is_a_line()
    {
        await using var host = Start("--ImageBatch:Queue=RabbitMQ", "--ImageBatch:RabbitMQ:Uri=amqp://127.0.0.1:1");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };
        await Eventually.TrueAsync(() => host.Output.Contains("The broker (", StringComparison.Ordinal), "the log to say that it is away");
        for (var i = 0; i < 50; i++)
        {
            await ReadyAsync(http, HttpStatusCode.ServiceUnavailable);
        }

        Assert.Single(Trouble(host.Output), line => line.StartsWith("fail", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_that_idles_says_nothing_of_the_statements_it_asks_the_database()
    {
        await using var host = Start("--Logging:LogLevel:Microsoft=Information");
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };
        await ReadyAsync(http, HttpStatusCode.OK);

        Assert.DoesNotContain("Microsoft.EntityFrameworkCore", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT", host.Output, StringComparison.Ordinal);
    }

    private static string[] Trouble(string output) => [.. output.Split(Environment.NewLine).Where(line =>
        line.StartsWith("warn:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal)
        || line.StartsWith("crit:", StringComparison.Ordinal))];

    private static Task<string> ReadyAsync(HttpClient http, HttpStatusCode status) => Eventually.GetAsync(
        async () =>
        {
            using var answer = await http.GetAsync("/health/ready");
            return answer.StatusCode == status ? "" : null;
        },
        $"readiness to be {status}");

    private SampleHostProcess Start(params string[] arguments) => SampleHostProcess.Start(
        [
            "--urls", "http://127.0.0.1:0",
            "--ImageBatch:Store=PostgreSQL",
            $"--ImageBatch:ConnectionString={PostgreSqlServer.ConnectionTo(_own, _database.Port)};Timeout=3",
            .. arguments,
        ]);
}
