using System.Data.Common;
using ImageBatch.Diagnostics;
using ImageBatch.EntityFrameworkCore;

namespace ImageBatch.SampleHost.Configuration;

/// <summary>
/// Makes the tables before anything else starts. A database that starts together with this host may need a moment, so it
/// is waited for.
/// </summary>
internal sealed class DatabaseStart(
    IServiceScopeFactory scopes, TimeProvider time, Outages outages) : IHostedLifecycleService
{
    private const string Database = "The database";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); ;)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ImageBatchDbContext>().CreateTablesAsync(cancellationToken);
                outages.End(Database);
                return;
            }
            catch (Exception exception) when (IsTransient(exception) && time.GetElapsedTime(start) < Patience)
            {
                outages.Report(Database, exception, Pause);
                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException(
                    $"The database of ImageBatch:ConnectionString cannot be used: {exception.GetBaseException().Message}", exception);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Entity Framework Core wraps what a provider failed with.</summary>
    private static bool IsTransient(Exception? exception) =>
        exception is not null && (exception is DbException { IsTransient: true } || IsTransient(exception.InnerException));
}
