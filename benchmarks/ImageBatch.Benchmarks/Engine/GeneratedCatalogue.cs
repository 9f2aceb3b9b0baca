using System.Text;

namespace ImageBatch.Benchmarks.Engine;

/// <summary>
/// A CSV that is made while it is read, so that it takes no memory: one image a product, and every URL another one, since
/// equal URLs of a job would be processed once.
/// </summary>
internal sealed class GeneratedCatalogue(int images) : Stream
{
    private const int RowsAtOnce = 256;

    private readonly StringBuilder _text = new("Serial Number,Product Name,Input Image Urls\n");
    private byte[] _bytes = [];
    private int _position;
    private int _row;

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
        if (_position == _bytes.Length && !MakeRows())
        {
            return 0;
        }

        var length = Math.Min(buffer.Length, _bytes.Length - _position);
        _bytes.AsSpan(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool MakeRows()
    {
        for (var last = Math.Min(images, _row + RowsAtOnce); _row < last;)
        {
            _row++;
            _text.Append(_row).Append(",Product ").Append(_row)
                .Append(",https://images-").Append(_row % 4).Append(".example.com/products/").Append(_row).Append(".jpg\n");
        }

        (_bytes, _position) = (Encoding.UTF8.GetBytes(_text.ToString()), 0);
        _text.Clear();
        return _bytes.Length > 0;
    }
}
