using ImageBatch.FileSystem.Jobs;

namespace ImageBatch.FileSystem;

/// <summary>Finds out whether a folder takes files, by putting one there and taking it away again.</summary>
internal static class WriteProbe
{
    /// <summary>The room that there must be: the last bytes of a volume take a file's name but no output, and no upload.</summary>
    private const int Room = 1 << 20;

    private static readonly byte[] Bytes = new byte[4_096];

    /// <summary>Nothing is flushed: what the disk refuses only then is seen by those who write in earnest.</summary>
    /// <exception cref="IOException">The folder is gone or no folder, or the volume is full or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not write there.</exception>
    public static void Run(Disk disk, string path)
    {
        using var file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, preallocationSize: Room);
        try
        {
            disk.Write(file, Bytes, 0);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
