using System.Collections.Concurrent;

namespace ImageBatch.FileSystem;

/// <summary>Creates folders, and makes them and the names in them outlive a power failure.</summary>
/// <param name="root">The topmost folder that is ours to create.</param>
/// <param name="isForOwner">Whether only the owner of what is created may look into it.</param>
internal sealed class DurableFolders(string root, bool isForOwner = false)
{
    private const int MostRemembered = 1_024;

    /// <summary>
    /// Folders whose own names this process has flushed. That a folder exists is not enough: another writer may have
    /// created it a moment ago and not have flushed it yet.
    /// </summary>
    private readonly ConcurrentDictionary<string, bool> _flushed = new(StringComparer.Ordinal);

    public void Create(string folder)
    {
        if (!Directory.Exists(folder))
        {
            _flushed.TryRemove(folder, out _);
            if (isForOwner)
            {
                OwnerOnly.CreateFolder(folder);
            }
            else
            {
                Directory.CreateDirectory(folder);
            }
        }
    }

    /// <summary>Flushes the names in a folder and, once, the names of the folder and of those above it.</summary>
    public void Flush(string folder)
    {
        FolderFlush.Flush(folder);
        if (_flushed.ContainsKey(folder))
        {
            return;
        }

        var above = folder;
        while (above != root && Path.GetDirectoryName(above) is { } parent)
        {
            FolderFlush.Flush(parent);
            above = parent;
        }

        if (Path.GetDirectoryName(root) is { } outside)
        {
            FolderFlush.Flush(outside);
        }

        if (_flushed.Count >= MostRemembered)
        {
            _flushed.Clear();
        }

        _flushed[folder] = true;
    }
}
