using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageBatch.EntityFrameworkCore.Tests.Engine;

/// <summary>The whole engine on a database that goes away in the middle of a job.</summary>
public sealed class OutageTests
{
    private const int Images = 1_500;

    /// <summary>
    /// Long enough for every try inside the store to be used up, so that the engine itself has to wait; 30 s, with which
    /// this was tried by hand, show nothing more and cost as much.
    /// </summary>
    private static readonly TimeSpan Downtime = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Job_pauses_while_the_database_is_away_and_then_finishes()
    {
        using var server = PostgreSqlServer.Start();
        await using var database = await PostgreSqlDatabase.CreateAsync(server);
        await database.CreateTablesAsync();
        using var host = Build(database);
        await host.StartAsync();
        var jobs = host.Services.GetRequiredService<IJobStore>();
        var job = await jobs.AddAsync(Images);
        await Eventually.GetAsync(
            async () => (await jobs.FindAsync(job.Id))!.Images.Succeeded > Images / 10 ? "" : null, "the job to be under way");

        server.StopAtOnce();
        await Assert.ThrowsAnyAsync<Exception>(() => jobs.FindAsync(job.Id));
        await Task.Delay(Downtime);
        server.Resume();
        var before = (await jobs.FindAsync(job.Id))!;
        var finished = await Eventually.GetAsync(
            async () => await jobs.FindAsync(job.Id) is { IsFinished: true } read ? read : null, "the job to finish", 120);
        await host.StopAsync();

        Assert.InRange(before.Images.Succeeded, Images / 10, Images - 1);
        Assert.Equal((JobStatus.Completed, new ImageCounts(0, Images, 0, 0)), (finished.Status, finished.Images));
        await jobs.AssertFinishedAsync(job);
    }

    private static IHost Build(PostgreSqlDatabase database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IImageSource, FlatSource>();
        builder.Services.AddSingleton<IImageCodec, CuttingCodec>();
        builder.Services.AddDbContextPool<ImageBatchDbContext>(database.Configure);
        builder.Services.AddImageBatch(batch => batch.UseEntityFrameworkCore<ImageBatchDbContext>().UseInMemory());
        builder.Services.AddImageBatchWorker(ImageBatchRoles.Dispatcher | ImageBatchRoles.Worker);
        return builder.Build();
    }
}
