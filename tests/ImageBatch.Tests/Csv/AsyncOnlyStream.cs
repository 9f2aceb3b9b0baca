namespace ImageBatch.Tests.Csv;

/// <summary>Takes bytes as a web server's response does: a write that blocks the thread is refused.</summary>
internal sealed class AsyncOnlyStream : Stream
{
    public MemoryStream Written { get; } = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Written.Write(buffer.Span);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken) => await Task.Yield();

    public override void Flush() => throw new InvalidOperationException("Flush blocks the thread.");

    public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Write blocks the thread.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
