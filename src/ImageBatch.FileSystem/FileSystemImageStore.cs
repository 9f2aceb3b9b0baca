using ImageBatch.FileSystem.Jobs;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.FileSystem;

/// <summary>
/// Keeps each output in a file of its own. A file is written under a temporary name, flushed, and renamed to its place,
/// so that it is whole whenever it is visible, whatever is killed when.
/// </summary>
/// <remarks>
/// The calls of the file system block, on most platforms also where they are named asynchronous: they run on the
/// thread pool.
/// </remarks>
internal sealed class FileSystemImageStore : IImageStore, IStoreProbe
{
    private const int PublishTries = 100;

    private readonly ImageLayout _layout;
    private readonly TemporaryFolder _temporary;
    private readonly DurableFolders _folders;
    private readonly Disk _disk = new();
    private readonly string? _publicBaseUrl;

    public FileSystemImageStore(
        IOptions<FileSystemOptions> options, TimeProvider clock, ILogger<FileSystemImageStore> logger)
    {
        _layout = new ImageLayout(options.Value.RootPath);
        _temporary = new TemporaryFolder(_layout.Temporary, clock, logger);
        _folders = new DurableFolders(_layout.Root);
        _publicBaseUrl = options.Value.PublicBaseUrl?.TrimEnd('/');
        Open(logger);
    }

    public Task SaveAsync(OutputKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Task.Run(() => Save(key, content.Span, cancellationToken), cancellationToken);

    public Task<StoredImage?> OpenAsync(OutputKey key, CancellationToken cancellationToken = default) =>
        Task.Run(() => Open(key), cancellationToken);

    public Task DeleteJobAsync(JobId jobId, CancellationToken cancellationToken = default) =>
        Task.Run(() => DeleteJob(jobId, cancellationToken), cancellationToken);

    public Task ProbeAsync(CancellationToken cancellationToken = default) => Task.Run(Probe, cancellationToken);

    public Uri? GetPublicUrl(OutputKey key) =>
        _publicBaseUrl is null ? null : new Uri($"{_publicBaseUrl}/{ImageLayout.RelativePath(key)}");

    /// <summary>
    /// Says at the start, and not at the first image, that nothing can be written. A node that only serves outputs goes on, and
    /// others do once they can.
    /// </summary>
    private void Open(ILogger logger)
    {
        try
        {
            Probe();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.NotWritable(_layout.Images, exception.Message);
        }
    }

    private void Probe()
    {
        _temporary.Prepare();
        WriteProbe.Run(_disk, _temporary.NewFile());
    }

    private void Save(OutputKey key, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        var target = _layout.FileOf(key);
        try
        {
            if (!File.Exists(target))
            {
                _temporary.Prepare();
                WriteAndPublish(target, content, cancellationToken);
            }

            // Also where the file was there before: who renamed it may not have come to this yet.
            _folders.Flush(Path.GetDirectoryName(target)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The image store cannot write to the folder '{_layout.Images}': {exception.Message}", exception);
        }
    }

    private void WriteAndPublish(string target, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        var temporary = _temporary.NewFile();
        try
        {
            using (var handle = File.OpenHandle(
                temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, preallocationSize: content.Length))
            {
                cancellationToken.ThrowIfCancellationRequested();
                RandomAccess.Write(handle, content, fileOffset: 0);
                cancellationToken.ThrowIfCancellationRequested();
                RandomAccess.FlushToDisk(handle);
            }

            cancellationToken.ThrowIfCancellationRequested();
            Publish(temporary, target);
        }
        finally
        {
            // Gone where it was renamed.
            File.Delete(temporary);
        }
    }

    private void Publish(string temporary, string target)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _folders.Create(Path.GetDirectoryName(target)!);
                File.Move(temporary, target, overwrite: false);
                return;
            }
            catch (IOException) when (File.Exists(target))
            {
                // Another writer came first; by its name it has the same content.
                return;
            }
            catch (IOException) when (attempt < PublishTries)
            {
                // The job was deleted between the two steps, and its folder with it.
            }
        }
    }

    private StoredImage? Open(OutputKey key)
    {
        try
        {
            var content = new FileStream(_layout.FileOf(key), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            });
            return new StoredImage(content, content.Length);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException && !File.Exists(_layout.Images))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The image store cannot read the folder '{_layout.Images}': {exception.Message}", exception);
        }
    }

    private void DeleteJob(JobId jobId, CancellationToken cancellationToken)
    {
        var folder = _layout.FolderOf(jobId);
        if (!Directory.Exists(folder))
        {
            return;
        }

        _temporary.Prepare();
        var doomed = _temporary.NewFolder();
        try
        {
            // All outputs disappear at once, however long their deletion takes.
            Directory.Move(folder, doomed);
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }
        catch (Exception exception) when (
            OperatingSystem.IsWindows() && exception is IOException or UnauthorizedAccessException)
        {
            // Windows moves no folder while a file in it is open: its files go one by one.
            doomed = folder;
        }

        FolderFlush.Flush(Path.GetDirectoryName(folder)!);
        FolderDeletion.Delete(doomed, cancellationToken);
    }
}
