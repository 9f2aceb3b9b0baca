using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ImageBatch.FileSystem.Tests;

/// <summary>A fresh folder, and stores on it.</summary>
public sealed class StoreFixture : IDisposable
{
    public StoreFixture()
    {
        Root = Directory.CreateTempSubdirectory("imagebatch-").FullName;
    }

    public string Root { get; }

    public TimeProvider Clock { get; } = new StoppedClock();

    public string Images => Path.Combine(Root, "images");

    public string Temporary => Path.Combine(Images, ".tmp");

    public IImageStore Open(string? publicBaseUrl = null, string? rootPath = null) => new FileSystemImageStore(
        Options.Create(new FileSystemOptions { RootPath = rootPath ?? Root, PublicBaseUrl = publicBaseUrl }),
        Clock,
        NullLogger<FileSystemImageStore>.Instance);

    public static JobId NewJob() => JobId.New(DateTimeOffset.UtcNow);

    public static OutputKey KeyOf(JobId job, int index, byte[] content) =>
        OutputKey.Create(job, index, content, ImageFormat.Jpeg);

    public static byte[] Content(int seed, int length = 10_000)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    public static async Task<byte[]?> ReadAsync(IImageStore store, OutputKey key)
    {
        await using var image = await store.OpenAsync(key);
        if (image is null)
        {
            return null;
        }

        using var content = new MemoryStream();
        await image.Content.CopyToAsync(content);
        Assert.Equal(image.Length, content.Length);
        return content.ToArray();
    }

    /// <summary>Every file below the images folder, temporary ones too.</summary>
    public string[] AllFiles() => Directory.Exists(Images)
        ? Directory.GetFiles(Images, "*", SearchOption.AllDirectories)
        : [];

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Always the noon of one day.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
