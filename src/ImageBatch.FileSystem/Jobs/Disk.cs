using Microsoft.Win32.SafeHandles;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>The calls that a full or failing disk refuses. Tests let them fail and count them.</summary>
internal class Disk
{
    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) =>
        RandomAccess.Write(file, bytes, offset);

    public virtual void Flush(SafeFileHandle file) => RandomAccess.FlushToDisk(file);

    public virtual void SetLength(SafeFileHandle file, long length) => RandomAccess.SetLength(file, length);

    public virtual void MoveFile(string from, string to) => File.Move(from, to, overwrite: true);

    public virtual void MoveFolder(string from, string to) => Directory.Move(from, to);

    public virtual void FlushFolder(string folder) => FolderFlush.Flush(folder);
}
