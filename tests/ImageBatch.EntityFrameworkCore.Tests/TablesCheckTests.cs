using ImageBatch.EntityFrameworkCore.Tests.Sqlite;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>What a host does and says whose database has no tables, or is away.</summary>
public sealed class TablesCheckTests
{
    [Fact]
    public async Task Host_without_tables_fails_at_its_start_and_says_what_makes_them()
    {
        await using var database = await PostgreSqlDatabase.CreateAsync();
        using var host = Build(database.Configure);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("no tables of ImageBatch", exception.Message, StringComparison.Ordinal);
        Assert.Contains("CreateTablesAsync", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_without_tables_in_SQLite_fails_at_its_start()
    {
        await using var database = new SqliteDatabase();
        using var host = Build(database.Configure);

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
    }

    [Fact]
    public async Task Host_without_its_database_fails_at_its_start()
    {
        var connection = PostgreSqlServer.ConnectionTo($"none_{Guid.NewGuid():N}", PostgreSqlServer.Shared.Port);
        using var host = Build(options => options.UseNpgsql(connection));

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
    }

    [Fact]
    public async Task Host_whose_database_is_away_starts_and_says_so_in_one_line_whoever_asks()
    {
        using var host = Build(options => options.UseNpgsql("Host=127.0.0.1;Port=1;Username=postgres;Timeout=2"));
        await host.StartAsync();
        var jobs = host.Services.GetRequiredService<IJobStore>();
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => jobs.QueryAsync(JobQuery.Unfinished));
        }

        await host.Services.GetRequiredService<FakeLogCollector>().SaysAsync("The webhook outbox");
        await host.StopAsync();

        var line = Assert.Single(Lines(host, LogLevel.Warning));
        Assert.Contains("cannot be reached; trying again in", line.Message, StringComparison.Ordinal);
        Assert.Null(line.Exception);
    }

    [Fact]
    public async Task Host_that_makes_its_tables_and_idles_says_nothing_of_statements()
    {
        await using var database = new SqliteDatabase();
        using var host = Build(database.Configure);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ImageBatchDbContext>().CreateTablesAsync();
        }

        await host.StartAsync();
        await host.Services.GetRequiredService<IJobStore>().QueryAsync(JobQuery.Unfinished);
        await host.StopAsync();

        Assert.Empty(Lines(host, LogLevel.Warning));
        Assert.DoesNotContain(
            Lines(host, LogLevel.Information), line => line.Category!.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
    }

    private static IEnumerable<FakeLogRecord> Lines(IHost host, LogLevel from) => host.Services
        .GetRequiredService<FakeLogCollector>().GetSnapshot().Where(line => line.Level >= from);

    private static IHost Build(Action<DbContextOptionsBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging()
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.AddDbContextPool<ImageBatchDbContext>(configure);
        builder.Services.AddImageBatch(batch => batch.UseEntityFrameworkCore<ImageBatchDbContext>().UseInMemory());
        builder.Services.AddImageBatchWorker(ImageBatchRoles.Dispatcher | ImageBatchRoles.Webhooks);
        return builder.Build();
    }
}
