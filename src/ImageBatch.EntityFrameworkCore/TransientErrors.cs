using System.Data.Common;

namespace ImageBatch.EntityFrameworkCore;

/// <summary>Knows the errors of a database after which the same transaction may succeed.</summary>
internal static class TransientErrors
{
    /// <summary>Whether an exception, or what caused it, is such an error.</summary>
    public static bool Contains(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException error && (error.IsTransient || IsTransient(error.SqlState) || IsLocked(error)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Serialization failures and deadlocks (40001, 40P01 of PostgreSQL), transactions that stood still (25P03), connection errors
    /// (class 08 of the standard), and a server that stops or starts (57P01 to 57P03 of PostgreSQL).
    /// </summary>
    private static bool IsTransient(string? state) => state is "40001" or "40P01" or "25P03" or "57P01" or "57P02" or "57P03"
        || state?.StartsWith("08", StringComparison.Ordinal) == true;

    /// <summary>Another connection writes, and did so for longer than SQLite waits (its results 5 and 6). SQLite knows no SQL states.</summary>
    private static bool IsLocked(DbException error) => error.GetType().Name == "SqliteException"
        && (error.Message.StartsWith("SQLite Error 5:", StringComparison.Ordinal)
            || error.Message.StartsWith("SQLite Error 6:", StringComparison.Ordinal));
}
