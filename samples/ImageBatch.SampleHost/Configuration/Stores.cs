using ImageBatch.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.SampleHost.Configuration;

/// <summary>The job stores that this host knows.</summary>
internal static class Stores
{
    public const string FileSystem = "FileSystem";
    public const string InMemory = "InMemory";
    public const string PostgreSql = "PostgreSQL";
    public const string Sqlite = "Sqlite";

    public static IImageBatchBuilder UseStore(this IImageBatchBuilder batch, HostSettings settings)
    {
        if (HostSettings.Is(settings.Store, FileSystem))
        {
            return batch.UseFileSystemJobs(store => store.RootPath = settings.DataPath);
        }

        if (HostSettings.Is(settings.Store, InMemory))
        {
            return batch.UseInMemoryJobs();
        }

        if (HostSettings.Is(settings.Store, PostgreSql))
        {
            var connection = settings.ConnectionString ?? throw new InvalidOperationException(
                "ImageBatch:Store is PostgreSQL, and ImageBatch:ConnectionString is missing. It reads like "
                + "'Host=127.0.0.1;Username=imagebatch;Password=…;Database=imagebatch'.");
            return batch.UseDatabase(database => database.UseNpgsql(connection));
        }

        return HostSettings.Is(settings.Store, Sqlite)
            ? batch.UseSqlite(settings)
            : throw HostSettings.Unknown("Store", settings.Store, FileSystem, InMemory, PostgreSql, Sqlite);
    }

    private static IImageBatchBuilder UseDatabase(this IImageBatchBuilder batch, Action<DbContextOptionsBuilder> provider)
    {
        batch.Services.AddDbContextPool<ImageBatchDbContext>(provider);
        batch.Services.AddHostedService<DatabaseStart>();
        return batch.UseEntityFrameworkCore<ImageBatchDbContext>();
    }

    private static IImageBatchBuilder UseSqlite(this IImageBatchBuilder batch, HostSettings settings)
    {
        Directory.CreateDirectory(settings.DataPath);
        var file = Path.Combine(settings.DataPath, "imagebatch.db");
        if (settings.ConnectionString is null && !OperatingSystem.IsWindows() && !File.Exists(file))
        {
            // For its owner alone; SQLite gives the same to the files that it makes beside it.
            using var created = new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }

        var connection = settings.ConnectionString ?? $"Data Source={file}";
        return batch.UseDatabase(database => database.UseSqlite(connection));
    }
}
