using System.Buffers.Binary;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Decoding;

/// <summary>The data of all IDAT chunks as one stream: where one ends and the next begins means nothing (PNG, 10.1).</summary>
internal sealed class DataStream(ReadOnlyMemory<byte> file, PngFile png) : Stream
{
    private int _next = png.DataStart;
    private int _start;
    private int _end;

    /// <summary>Whether all data have been read.</summary>
    public bool IsAtEnd => _start == _end && !HasNext();

    /// <summary>Whether more was asked for than there is: what is compressed has no end of its own then.</summary>
    public bool HasRunOut { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end && !HasNext())
        {
            HasRunOut = true;
            return 0;
        }

        var count = Math.Min(buffer.Length, _end - _start);
        file.Span.Slice(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Goes to the next chunk of image data that is not empty.</summary>
    private bool HasNext()
    {
        while (_next < png.DataEnd)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.Span[_next..]);
            (_start, _end) = (_next + Chunk.DataOffset, _next + Chunk.DataOffset + length);
            _next += Chunk.Overhead + length;
            if (length > 0)
            {
                return true;
            }
        }

        return false;
    }
}
