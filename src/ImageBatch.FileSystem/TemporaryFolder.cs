using Microsoft.Extensions.Logging;

namespace ImageBatch.FileSystem;

/// <summary>Where outputs are written before they are whole, and where deleted jobs go until their files are gone.</summary>
internal sealed class TemporaryFolder(string path, TimeProvider clock, ILogger logger)
{
    private const string FileExtension = ".tmp";
    private const string FolderExtension = ".deleted";

    /// <summary>No save takes this long: an older file was left by a process that was killed.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(1);

    private int _prepared;

    public string NewFile() => Path.Combine(path, $"{Guid.NewGuid():N}{FileExtension}");

    public string NewFolder() => Path.Combine(path, $"{Guid.NewGuid():N}{FolderExtension}");

    /// <summary>Creates the folder and, the first time, removes what killed processes left in it.</summary>
    public void Prepare()
    {
        OwnerOnly.CreateFolder(path);
        if (Interlocked.Exchange(ref _prepared, 1) == 0)
        {
            RemoveStale();
        }
    }

    private void RemoveStale()
    {
        var removed = 0;
        var staleBefore = clock.GetUtcNow().UtcDateTime - StaleAfter;
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
        {
            try
            {
                if (entry is FileInfo { Extension: FileExtension } file && file.LastWriteTimeUtc < staleBefore)
                {
                    file.Delete();
                    removed++;
                }
                else if (entry is DirectoryInfo { Extension: FolderExtension } folder)
                {
                    FolderDeletion.Delete(folder.FullName);
                    removed++;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It is in nobody's way, and the next start tries again.
                logger.StaleNotRemoved(entry.FullName, exception);
            }
        }

        if (removed > 0)
        {
            logger.StaleRemoved(removed, path);
        }
    }
}
