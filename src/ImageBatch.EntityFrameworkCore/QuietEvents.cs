using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ImageBatch.EntityFrameworkCore;

/// <summary>
/// What Entity Framework Core says of each statement of <see cref="ImageBatchDbContext"/> goes to the level Debug: the engine asks
/// the database every second, and says itself, once, when it cannot be reached.
/// </summary>
internal static class QuietEvents
{
    private static readonly (EventId Event, LogLevel Level)[] All =
    [
        .. new[]
        {
            RelationalEventId.CommandExecuted, RelationalEventId.CommandError, RelationalEventId.ConnectionError,
            RelationalEventId.TransactionError, CoreEventId.QueryIterationFailed, CoreEventId.SaveChangesFailed,
        }.Select(one => (one, LogLevel.Debug)),
    ];

    public static void Configure(DbContextOptionsBuilder options) => options.ConfigureWarnings(events => events.Log(All));
}
