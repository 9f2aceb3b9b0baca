using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>Knows the dialect of a context's provider.</summary>
internal static class Dialects
{
    private const string PostgreSqlProvider = "Npgsql.EntityFrameworkCore.PostgreSQL";

    public static IDialect Of(DbContext context) => context.Database.ProviderName == PostgreSqlProvider
        ? new PostgreSqlDialect(new PostgreSqlStatements(context))
        : new PortableDialect();
}
