using ImageBatch.Conformance;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ImageBatch.FileSystem.Tests;

public sealed class Images : ImageStoreConformance<FileSystemImageStoreFixture>;

public sealed class ImagesDurability : ImageStoreDurabilityConformance<FileSystemImageStoreFixture>;

public sealed class Coverage
{
    [Fact]
    public void Suites_of_every_port_are_run() => Assert.Empty(
        ConformanceCoverage.Missing(typeof(FileSystemImageStore).Assembly, typeof(Coverage).Assembly));
}

public sealed class FileSystemImageStoreFixture : ImageStoreFixture, IReopenable
{
    private readonly string _root = Directory.CreateTempSubdirectory("imagebatch-").FullName;

    private IImageStore _images;

    public FileSystemImageStoreFixture() => _images = Open();

    public override IImageStore Images => _images;

    public ValueTask ReopenAsync()
    {
        _images = Open();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private FileSystemImageStore Open() => new(
        Options.Create(new FileSystemOptions { RootPath = _root }), Time, NullLogger<FileSystemImageStore>.Instance);
}
