using ImageBatch.FileSystem.Jobs;
using Microsoft.Win32.SafeHandles;

namespace ImageBatch.FileSystem.Tests.Jobs;

/// <summary>A disk that fails when it is told to, and counts flushes.</summary>
internal sealed class FaultyDisk : Disk
{
    private int _flushes;
    private int _calls;

    public enum Call
    {
        None,
        Write,
        Flush,
        SetLength,
        MoveFile,
        MoveFolder,
        FlushFolder,
    }

    public int Flushes => Volatile.Read(ref _flushes);

    /// <summary>Every such call fails.</summary>
    public Call Broken { get; set; }

    /// <summary>How many bytes of a write that fails are written all the same.</summary>
    public int WrittenBeforeFailure { get; set; }

    /// <summary>Whether files cannot be cut either.</summary>
    public bool CannotCut { get; set; }

    /// <summary>From this call on, of any kind, all fail, as if the process had ended there; 0 for never.</summary>
    public int EndsAtCall { get; set; }

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Saves tests time that open many stores.</summary>
    public bool SkipsFlushes { get; init; }

    /// <summary>Called before each flush of a file.</summary>
    public Action? Flushing { get; set; }

    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (Broken == Call.Write)
        {
            base.Write(file, bytes[..Math.Min(WrittenBeforeFailure, bytes.Length)], offset);
        }

        Check(Call.Write);
        base.Write(file, bytes, offset);
    }

    public override void Flush(SafeFileHandle file)
    {
        Check(Call.Flush);
        Flushing?.Invoke();
        Interlocked.Increment(ref _flushes);
        if (!SkipsFlushes)
        {
            base.Flush(file);
        }
    }

    public override void SetLength(SafeFileHandle file, long length)
    {
        Check(CannotCut ? Broken : Call.SetLength);
        base.SetLength(file, length);
    }

    public override void MoveFile(string from, string to)
    {
        Check(Call.MoveFile);
        base.MoveFile(from, to);
    }

    public override void MoveFolder(string from, string to)
    {
        Check(Call.MoveFolder);
        base.MoveFolder(from, to);
    }

    public override void FlushFolder(string folder)
    {
        Check(Call.FlushFolder);
        base.FlushFolder(folder);
    }

    private void Check(Call call)
    {
        if ((call != Call.None && call == Broken) || (Interlocked.Increment(ref _calls) >= EndsAtCall && EndsAtCall > 0))
        {
            throw new IOException($"There is no space left on the device ({call}).");
        }
    }
}
