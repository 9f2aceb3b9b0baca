using Microsoft.Win32.SafeHandles;

namespace ImageBatch.FileSystem;

/// <summary>
/// Files and folders that their owner alone may read, whatever the process's mask says: jobs hold catalogues, the URLs in them and
/// webhooks with their secrets. On Windows they have what their folder hands down.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder700 = File600 | UnixFileMode.UserExecute;

    /// <summary>Opens or creates a file.</summary>
    public static SafeFileHandle OpenFile(string path, FileMode mode, FileAccess access, FileShare share, long preallocationSize = 0)
    {
        var file = File.OpenHandle(path, mode, access, share, FileOptions.None, preallocationSize);
        try
        {
            Close(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Creates a folder; what is above it and missing gets what the system gives.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Folder700);
        }
    }

    /// <summary>Takes from others what a folder gave them; one that is somebody else's stays as it is.</summary>
    public static void CloseFolder(string path)
    {
        if (OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == Folder700)
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(path, Folder700);
        }
        catch (UnauthorizedAccessException)
        {
            // Who owns it has decided who may read it.
        }
    }

    private static void Close(SafeFileHandle file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, File600);
        }
    }
}
