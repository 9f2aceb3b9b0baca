using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageBatch.FileSystem;

/// <summary>
/// Writes a folder's entries to the disk. Flushing a file makes its content last, on Unix only flushing its folder
/// makes its name last (POSIX fsync, rationale).
/// </summary>
internal static partial class FolderFlush
{
    private const int NotFound = 2;
    private const int AccessDenied = 13;

    /// <summary>O_RDONLY and, on Linux, O_CLOEXEC, so that a process started meanwhile does not inherit the folder.</summary>
    private static readonly int Flags = OperatingSystem.IsLinux() ? 0x80000 : 0;

    /// <summary>Does nothing on Windows, whose file systems journal names and let nobody flush a folder.</summary>
    /// <exception cref="IOException">The folder could not be opened or written.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens files only, but flushes whatever a handle stands for.
        var descriptor = Open(folder, Flags);
        if (descriptor < 0)
        {
            // A folder deleted meanwhile has no names to keep; one we may write but not list cannot be flushed by us.
            var error = Marshal.GetLastPInvokeError();
            if (error is NotFound or AccessDenied)
            {
                return;
            }

            throw new IOException($"The folder '{folder}' cannot be flushed: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);
}
