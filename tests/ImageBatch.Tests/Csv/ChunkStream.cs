namespace ImageBatch.Tests.Csv;

/// <summary>
/// Bytes made when they are asked for, at most so many at a time, as a network gives them. Only read asynchronously.
/// </summary>
internal sealed class ChunkStream(IEnumerable<byte[]> parts, int chunk = int.MaxValue) : Stream
{
    private readonly IEnumerator<byte[]> _parts = parts.GetEnumerator();
    private ReadOnlyMemory<byte> _rest;

    /// <summary>A stream that begins and then goes on with the same for ever.</summary>
    public static ChunkStream Endless(byte[] start, byte[] part) =>
        new(Enumerable.Repeat(part, int.MaxValue).Prepend(start));

    /// <summary>How many bytes were taken.</summary>
    public long Taken { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_rest.IsEmpty)
        {
            if (!_parts.MoveNext())
            {
                return 0;
            }

            _rest = _parts.Current;
        }

        var count = Math.Min(Math.Min(buffer.Length, _rest.Length), chunk);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        Taken += count;
        await Task.CompletedTask;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Read blocks the thread.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
