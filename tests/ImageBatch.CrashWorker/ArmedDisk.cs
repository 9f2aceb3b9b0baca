using ImageBatch.Diagnostics;
using ImageBatch.FileSystem.Jobs;
using Microsoft.Win32.SafeHandles;

namespace ImageBatch.CrashWorker;

/// <summary>
/// A disk each call of which is a point that the process may end at, before it is made; and which is full while there
/// is a file that says so.
/// </summary>
internal sealed class ArmedDisk(string fullWhileExists) : Disk
{
    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        CrashPoint.Reach(nameof(Write));
        if (File.Exists(fullWhileExists))
        {
            throw new IOException("There is no space left on the device.");
        }

        base.Write(file, bytes, offset);
    }

    public override void Flush(SafeFileHandle file)
    {
        CrashPoint.Reach(nameof(Flush));
        base.Flush(file);
    }

    public override void SetLength(SafeFileHandle file, long length)
    {
        CrashPoint.Reach(nameof(SetLength));
        base.SetLength(file, length);
    }

    public override void MoveFile(string from, string to)
    {
        CrashPoint.Reach(nameof(MoveFile));
        base.MoveFile(from, to);
    }

    public override void MoveFolder(string from, string to)
    {
        CrashPoint.Reach(nameof(MoveFolder));
        base.MoveFolder(from, to);
    }

    public override void FlushFolder(string folder)
    {
        CrashPoint.Reach(nameof(FlushFolder));
        base.FlushFolder(folder);
    }
}
