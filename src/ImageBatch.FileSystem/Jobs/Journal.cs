using Microsoft.Win32.SafeHandles;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// What changes of all jobs, in the order it happened. One for the whole store, so that a batch over many jobs is one
/// record, there as a whole or not at all, and one flush; in segments, so that what no job needs any more can go.
/// </summary>
/// <remarks>Used by one thread at a time.</remarks>
internal sealed class Journal : IDisposable
{
    private readonly Disk _disk;
    private readonly JobLayout _layout;
    private readonly int _segmentLength;
    private SafeFileHandle _file;
    private int _segment;
    private long _length;
    private long _flushed;
    private bool _isDamaged;

    /// <param name="disk">Writes.</param>
    /// <param name="layout">Where the segments are.</param>
    /// <param name="segmentLength">The length after which the next segment is begun.</param>
    /// <param name="segment">The segment to go on with.</param>
    /// <param name="length">Where its last whole record ends, 0 where it has none; what is behind is cut off.</param>
    public Journal(Disk disk, JobLayout layout, int segmentLength, int segment, long length)
    {
        _disk = disk;
        _layout = layout;
        _segmentLength = segmentLength;
        _segment = segment;
        _file = Open(segment, FileMode.OpenOrCreate);
        try
        {
            disk.SetLength(_file, length);
            if (length == 0)
            {
                Begin(_file, lengthBefore: 0);
            }

            disk.Flush(_file);
            disk.FlushFolder(layout.Journal);
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        _length = _flushed = Math.Max(length, SegmentHead.Length);
    }

    public int Segment => _segment;

    /// <summary>Where the next record goes.</summary>
    public long End => JournalPosition.Of(_segment, _length);

    /// <summary>Up to here all is on the disk.</summary>
    public long Flushed => JournalPosition.Of(_segment, _flushed);

    /// <summary>How far the segment is flushed, as records say it.</summary>
    public long FlushedOffset => _flushed;

    /// <summary>Whether the next segment should be begun.</summary>
    public bool IsFull => _length >= _segmentLength;

    /// <summary>
    /// Makes sure that the segment has its name still: a file whose folder was removed takes writes as before, which
    /// nobody will find.
    /// </summary>
    /// <exception cref="IOException">It has not.</exception>
    public void CheckInPlace()
    {
        var path = _layout.SegmentOf(_segment);
        if (!File.Exists(path))
        {
            throw new IOException($"The journal '{path}' was taken away from the running job store.");
        }
    }

    /// <summary>Begins the next segment.</summary>
    public void Roll()
    {
        Flush();
        var next = Open(_segment + 1, FileMode.Create);
        try
        {
            Begin(next, lengthBefore: _length);
            _disk.Flush(next);
            _disk.FlushFolder(_layout.Journal);
        }
        catch
        {
            // A segment that follows says that this one has ended, and it goes on.
            next.Dispose();
            File.Delete(_layout.SegmentOf(_segment + 1));
            throw;
        }

        _file.Dispose();
        (_file, _segment, _length, _flushed) = (next, _segment + 1, SegmentHead.Length, SegmentHead.Length);
    }

    /// <summary>Appends whole records. Where it throws, the journal is as it was before, but for what was never flushed.</summary>
    public void Append(ReadOnlySpan<byte> records, bool flush)
    {
        Repair();
        try
        {
            _disk.Write(_file, records, _length);
        }
        catch
        {
            _isDamaged = true;
            TryRepair();
            throw;
        }

        _length += records.Length;
        if (flush)
        {
            Flush();
        }
    }

    /// <summary>Makes last what was appended. Where it throws, nobody knows what of it did: all of it is cut off.</summary>
    public void Flush()
    {
        Repair();
        if (_flushed == _length)
        {
            return;
        }

        try
        {
            _disk.Flush(_file);
        }
        catch
        {
            (_length, _isDamaged) = (_flushed, true);
            TryRepair();
            throw;
        }

        _flushed = _length;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Cuts off what a failed call left, before anything is written behind it.</summary>
    private void Repair()
    {
        if (_isDamaged)
        {
            _disk.SetLength(_file, _length);
            _isDamaged = false;
        }
    }

    private void TryRepair()
    {
        try
        {
            Repair();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next call tries again.
        }
    }

    private void Begin(SafeFileHandle segment, long lengthBefore) =>
        _disk.Write(segment, SegmentHead.Create(lengthBefore), 0);

    private SafeFileHandle Open(int segment, FileMode mode) => OwnerOnly.OpenFile(
        _layout.SegmentOf(segment), mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
}
