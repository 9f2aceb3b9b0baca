using System.Buffers;

namespace ImageBatch.Codecs;

/// <summary>
/// An output that is not decided on yet: a stream that can be written, read and sought, in pooled segments, up to a length.
/// </summary>
/// <remarks>
/// Segments, since an array that grows is held twice while it does. Encoders seek: TIFF, WebP and BMP write lengths and
/// offsets behind what they describe. They read: TIFF's looks up the directory before the one that it writes.
/// </remarks>
internal sealed class StagedOutput(long limit) : Stream, IBufferWriter<byte>
{
    private const int SegmentBits = 17;
    private const int SegmentLength = 1 << SegmentBits;

    private readonly List<byte[]> _segments = [];
    private byte[] _lent = [];
    private long _length;
    private long _position;

    /// <summary>Whether more was written than fits.</summary>
    public bool IsFull { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var end = _position + buffer.Length;
        if (end > limit || IsFull)
        {
            IsFull = true;
            throw new IOException("The output is not shorter than what is there.");
        }

        EnsureRoom(end);
        while (!buffer.IsEmpty)
        {
            var offset = (int)_position & (SegmentLength - 1);
            var count = Math.Min(buffer.Length, SegmentLength - offset);
            buffer[..count].CopyTo(_segments[(int)(_position >> SegmentBits)].AsSpan(offset));
            buffer = buffer[count..];
            _position += count;
        }

        _length = Math.Max(_length, _position);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Current => _position,
        SeekOrigin.End => _length,
        _ => 0,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override int Read(Span<byte> buffer)
    {
        var total = 0;
        while (!buffer.IsEmpty && _position < _length)
        {
            var offset = (int)_position & (SegmentLength - 1);
            var count = (int)Math.Min(Math.Min(buffer.Length, SegmentLength - offset), _length - _position);
            _segments[(int)(_position >> SegmentBits)].AsSpan(offset, count).CopyTo(buffer);
            buffer = buffer[count..];
            _position += count;
            total += count;
        }

        return total;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    /// <summary>Copies all to an output that has room for it at once.</summary>
    public void CopyTo(IBufferWriter<byte> output)
    {
        var rest = checked((int)_length);
        output.GetSpan(rest);
        for (var i = 0; rest > 0; i++)
        {
            var count = Math.Min(rest, SegmentLength);
            output.Write(_segments[i].AsSpan(0, count));
            rest -= count;
        }
    }

    public void Advance(int count) => Write(_lent.AsSpan(0, count));

    public Memory<byte> GetMemory(int sizeHint = 0) => Lend(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => Lend(sizeHint);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _segments.ForEach(segment => ArrayPool<byte>.Shared.Return(segment));
            _segments.Clear();
            ArrayPool<byte>.Shared.Return(_lent);
            (_lent, _length, _position) = ([], 0, 0);
        }

        base.Dispose(disposing);
    }

    /// <summary>Room that <see cref="Advance"/> copies from: segments end where a caller does not expect it.</summary>
    private byte[] Lend(int sizeHint)
    {
        if (_lent.Length < Math.Max(sizeHint, 1))
        {
            ArrayPool<byte>.Shared.Return(_lent);
            _lent = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, 4_096));
        }

        return _lent;
    }

    private void EnsureRoom(long end)
    {
        while ((long)_segments.Count << SegmentBits < end)
        {
            var segment = ArrayPool<byte>.Shared.Rent(SegmentLength);

            // A gap that was sought over holds zeros, as in any file.
            segment.AsSpan().Clear();
            _segments.Add(segment);
        }
    }
}
