using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>A host with a context, entities, conventions and a database of its own.</summary>
public sealed class HostContextTests
{
    [Fact]
    public async Task UseImageBatch_beside_entities_of_the_host_keeps_jobs_in_its_database()
    {
        var connection = new NpgsqlConnectionStringBuilder(PostgreSqlServer.Shared.ConnectionString)
        {
            Database = $"host_{Guid.NewGuid():N}",
            Pooling = false,
        };
        var services = new ServiceCollection().AddDbContext<HostContext>(options => options
            .UseNpgsql(connection.ConnectionString).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTrackingWithIdentityResolution));
        services.AddImageBatch(batch => batch.UseEntityFrameworkCore<HostContext>());
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        await using (var scope = provider.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<HostContext>();
            await context.Database.EnsureCreatedAsync();
            context.Add(new Order { Id = 1, State = OrderState.Paid });
            await context.SaveChangesAsync();
        }

        var jobs = provider.GetRequiredService<IJobStore>();
        var job = await jobs.AddAsync(3);
        var saved = await jobs.SaveAsync([job.Started(0), job.Succeeded(0), job.Succeeded(1), job.Succeeded(2)]);

        Assert.Equal(JobStatus.Completed, Assert.Single(saved.Completed).Status);
        await jobs.AssertFinishedAsync(job);
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(
            """SELECT (SELECT count(*) FROM shop.imagebatch_images) + (SELECT count(*) FROM "Orders")""");
        Assert.Equal(4L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public void UseEntityFrameworkCore_context_without_the_tables_says_what_to_call()
    {
        var services = new ServiceCollection().AddDbContext<BareContext>(options => options.UseNpgsql("Host=127.0.0.1"));
        services.AddImageBatch(batch => batch.UseEntityFrameworkCore<BareContext>());
        using var provider = services.BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IJobStore>());

        Assert.Contains(nameof(BareContext), exception.Message, StringComparison.Ordinal);
        Assert.Contains("UseImageBatch()", exception.Message, StringComparison.Ordinal);
    }

    private enum OrderState
    {
        Open,
        Paid,
    }

    private sealed class Order
    {
        public int Id { get; init; }

        public OrderState State { get; init; }
    }

    private sealed class BareContext(DbContextOptions<BareContext> options) : DbContext(options);

    /// <summary>Its conventions would rename and convert what they can.</summary>
    private sealed class HostContext(DbContextOptions<HostContext> options) : DbContext(options)
    {
        public DbSet<Order> Orders => Set<Order>();

        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        {
            configurationBuilder.Properties<Enum>().HaveConversion<string>();
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<string>();
        }

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseImageBatch(schema: "shop");
    }
}
