using ImageBatch.EntityFrameworkCore;
using ImageBatch.FileSystem.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageBatch.CrashWorker;

/// <summary>The durable job stores that the worker is killed on.</summary>
internal static class WorkerStores
{
    public const string FileSystem = nameof(FileSystem);
    public const string PostgreSql = nameof(PostgreSql);

    /// <summary>A file of this name in the folder of the jobs makes their disk full.</summary>
    public const string DiskIsFull = "disk-is-full";

    /// <summary>So short that a journal of some hundred images is compacted again and again.</summary>
    private const int SegmentLength = 1_024;

    /// <summary>Fills the slots of the engine, for the worker and for whoever looks at what it left.</summary>
    public static IImageBatchBuilder UseStore(this IImageBatchBuilder batch, string store, string jobs, string images)
    {
        batch.UseFileSystemImages(options => options.RootPath = images).UseInMemoryQueue();
        switch (store)
        {
            case FileSystem:
                batch.Services.AddSingleton(_ => new FileSystemJobStore(
                    jobs, TimeProvider.System, NullLogger.Instance, new ArmedDisk(Path.Combine(jobs, DiskIsFull)), SegmentLength));
                return batch.UseFileSystemJobs();
            case PostgreSql:
                batch.Services.AddDbContextPool<ImageBatchDbContext>(options => options.UseNpgsql(jobs));
                return batch.UseEntityFrameworkCore<ImageBatchDbContext>(
                    options => options.StagingLease = TimeSpan.FromSeconds(1));
            default:
                throw new ArgumentException($"There is no job store '{store}'.", nameof(store));
        }
    }
}
