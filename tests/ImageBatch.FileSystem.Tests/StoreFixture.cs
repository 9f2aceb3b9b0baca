using ImageBatch.Ports;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.FileSystem.Tests;

/// <summary>A fresh folder, and stores on it.</summary>
public sealed class StoreFixture : IDisposable
{
    public StoreFixture()
    {
        Root = Directory.CreateTempSubdirectory("imagebatch-").FullName;
    }

    public string Root { get; }

    public FakeTimeProvider Clock { get; } = new();

    internal FakeLogger<FileSystemImageStore> Log { get; } = new();

    public string Images => Path.Combine(Root, "images");

    public string Temporary => Path.Combine(Images, ".tmp");

    public IImageStore Open(string? publicBaseUrl = null, string? rootPath = null) => new FileSystemImageStore(
        Options.Create(new FileSystemOptions { RootPath = rootPath ?? Root, PublicBaseUrl = publicBaseUrl }),
        Clock,
        Log);

    /// <summary>Every file below the images folder, temporary ones too.</summary>
    public string[] AllFiles() => Directory.Exists(Images)
        ? Directory.GetFiles(Images, "*", SearchOption.AllDirectories)
        : [];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
