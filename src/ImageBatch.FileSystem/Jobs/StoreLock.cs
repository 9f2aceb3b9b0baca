namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// Makes one process the owner of the jobs. The system gives the lock back when the process ends, however it ends.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another process, or another store of this one, is the owner.</exception>
    public static StoreLock Take(JobLayout layout)
    {
        try
        {
            return new StoreLock(new FileStream(
                OwnerOnly.OpenFile(layout.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), FileAccess.ReadWrite, bufferSize: 1));
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"The job store cannot have '{layout.Jobs}' for itself. It takes one process at a time, and another "
                + $"one seems to use it: {exception.Message}",
                exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
