using System.Data;
using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.EntityFrameworkCore.Saving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageBatch.EntityFrameworkCore;

/// <summary>
/// Runs work on contexts of the host's type, each of its own scope, and repeats what the database failed for a moment.
/// </summary>
internal sealed class Database
{
    private const int Tries = 4;

    // One statement may touch all images of a job, and providers give up after 30 s.
    private const int LongestStatementSeconds = 120;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private const string SqliteProvider = "Microsoft.EntityFrameworkCore.Sqlite";

    private readonly IServiceScopeFactory _scopes;
    private readonly Type _contextType;
    private readonly TimeProvider _time;
    private readonly ILogger<Database> _logger;

    /// <summary>
    /// The turn to write, where a database takes one writer at a time and lets the others try again and again: of many, some would
    /// try in vain until they gave up. Null where it has locks of its own that keep to an order.
    /// </summary>
    private readonly SemaphoreSlim? _turn;

    public Database(
        IServiceScopeFactory scopes, Type contextType, TimeProvider time, ILogger<Database> logger, IDialect? dialect = null)
    {
        (_scopes, _contextType, _time, _logger) = (scopes, contextType, time, logger);
        using var scope = scopes.CreateScope();
        using var context = Resolve(scope.ServiceProvider);
        if (context.Model.FindEntityType(typeof(JobEntity)) is null)
        {
            throw new InvalidOperationException(
                $"The model of {contextType.Name} has no tables for ImageBatch. Call modelBuilder.UseImageBatch() in its OnModelCreating.");
        }

        Dialect = dialect ?? Dialects.Of(context);
        _turn = context.Database.ProviderName == SqliteProvider ? new SemaphoreSlim(1) : null;
    }

    /// <summary>What the provider does in a way of its own.</summary>
    public IDialect Dialect { get; }

    /// <summary>Reads, without a transaction. May be called more than once.</summary>
    public Task<T> ReadAsync<T>(
        Func<DbContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        RepeatAsync(read, cancellationToken);

    /// <summary>
    /// Does something in one transaction. May be called more than once, also after a commit whose answer was lost: the
    /// work must know its own traces.
    /// </summary>
    public async Task<T> WriteAsync<T>(
        Func<DbContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        if (_turn is null)
        {
            return await RepeatWriteAsync(write, cancellationToken).ConfigureAwait(false);
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RepeatWriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private Task<T> RepeatWriteAsync<T>(
        Func<DbContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken) => RepeatAsync(
        async (context, token) =>
        {
            AllowLongStatements(context);

            // Each statement sees what is committed before it; what must not change under us is locked by its job's row.
            var transaction = await context.Database
                .BeginTransactionAsync(IsolationLevel.ReadCommitted, token).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await Dialect.LimitIdleTimeAsync(context, token).ConfigureAwait(false);
                var result = await write(context, token).ConfigureAwait(false);
                token.ThrowIfCancellationRequested();
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return result;
            }
        },
        cancellationToken);

    private static void AllowLongStatements(DbContext context)
    {
        using var command = context.Database.GetDbConnection().CreateCommand();
        var seconds = context.Database.GetCommandTimeout() ?? command.CommandTimeout;

        // Zero is no limit at all.
        if (seconds is > 0 and < LongestStatementSeconds)
        {
            context.Database.SetCommandTimeout(LongestStatementSeconds);
        }
    }

    private async Task<T> RepeatAsync<T>(
        Func<DbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunAsync(work, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (
                attempt < Tries && !cancellationToken.IsCancellationRequested && TransientErrors.Contains(exception))
            {
                Log.Repeated(_logger, attempt, exception);

                // Those who got in each other's way part by chance; longer outages are waited out by the callers.
                await Task.Delay(Random.Shared.NextDouble() * attempt * LongestPause, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> RunAsync<T>(
        Func<DbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var context = Resolve(scope.ServiceProvider);
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;

            // A host that has its provider retry on failure allows transactions in its strategy only.
            return await context.Database.CreateExecutionStrategy().ExecuteAsync(
                context,
                async (_, state, token) =>
                {
                    state.ChangeTracker.Clear();
                    return await work(state, token).ConfigureAwait(false);
                },
                verifySucceeded: null,
                cancellationToken).ConfigureAwait(false);
        }
    }

    private DbContext Resolve(IServiceProvider services) => (DbContext)services.GetRequiredService(_contextType);
}
