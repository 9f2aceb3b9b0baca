using ImageBatch.FileSystem.Jobs;
using Microsoft.Win32.SafeHandles;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>The disk of a store, which remembers how long each write was and where it was flushed.</summary>
internal sealed class RecordingDisk : Disk
{
    private readonly Lock _gate = new();
    private List<DiskCall> _calls = [];

    /// <summary>The calls since the last time.</summary>
    public IReadOnlyList<DiskCall> Take()
    {
        lock (_gate)
        {
            var taken = _calls;
            _calls = [];
            return taken;
        }
    }

    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        base.Write(file, bytes, offset);
        Add(new DiskCall(bytes.Length));
    }

    public override void Flush(SafeFileHandle file)
    {
        base.Flush(file);
        Add(DiskCall.Flush);
    }

    private void Add(DiskCall call)
    {
        lock (_gate)
        {
            _calls.Add(call);
        }
    }
}
