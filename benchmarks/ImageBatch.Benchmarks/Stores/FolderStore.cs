using System.Diagnostics.CodeAnalysis;
using ImageBatch.FileSystem.Jobs;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>The job store in a folder of its own, below the temporary folder or one that is given.</summary>
internal sealed class FolderStore : IDisposable
{
    private const int SegmentLength = 16 << 20;

    public FolderStore(string? parent)
    {
        Folder = Path.Combine(parent ?? Path.GetTempPath(), $"imagebatch-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
        Open();
    }

    public string Folder { get; }

    public RecordingDisk Disk { get; } = new();

    public FileSystemJobStore Jobs { get; private set; }

    /// <summary>Puts the store where the engine looks for one, and an image store that forgets.</summary>
    public void Use(IServiceCollection services)
    {
        services.TryAddSingleton<IJobStore>(Jobs);
        services.TryAddSingleton<IWebhookOutbox>(Jobs);
        services.TryAddSingleton<IImageStore, DiscardingImageStore>();
    }

    public void Close() => Jobs.Dispose();

    [MemberNotNull(nameof(Jobs))]
    public void Open() => Jobs = new FileSystemJobStore(
        Path.Combine(Folder, "jobs"), TimeProvider.System, NullLogger.Instance, Disk, SegmentLength);

    public void Dispose()
    {
        Close();
        Directory.Delete(Folder, recursive: true);
    }
}
