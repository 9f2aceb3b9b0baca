using ImageBatch.Testing;

namespace ImageBatch.S3.Tests;

public sealed class BodyStreamTests
{
    private readonly byte[] _content = Outputs.Content(1, 1_000);

    [Fact]
    public async Task ReadAsync_in_pieces_gives_the_memory_and_then_its_end()
    {
        using var stream = new BodyStream(_content.AsMemory(100, 500));
        var read = new byte[501];
        Assert.Equal(500, stream.Length);
        Assert.Equal(300, await stream.ReadAsync(read.AsMemory(0, 300)));
        Assert.Equal(200, stream.Read(read, 300, 201));
        Assert.Equal(0, stream.Read(read, 0, 10));
        Assert.Equal(_content[100..600], read[..500]);
        Assert.Equal(500, stream.Position);
    }

    [Theory]
    [InlineData(10, SeekOrigin.Begin, 10)]
    [InlineData(-10, SeekOrigin.Current, 90)]
    [InlineData(-10, SeekOrigin.End, 990)]
    public void Seek_reads_on_from_there(long offset, SeekOrigin origin, int position)
    {
        using var stream = new BodyStream(_content);
        stream.Position = 100;
        Assert.Equal(position, stream.Seek(offset, origin));
        Assert.Equal(_content[position], stream.ReadByte());
    }

    [Fact]
    public void Position_beyond_the_end_reads_nothing_and_before_the_beginning_is_refused()
    {
        using var stream = new BodyStream(_content);
        stream.Position = 2_000;
        Assert.Equal(-1, stream.ReadByte());
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Position = -1);
    }

    [Fact]
    public async Task Read_after_disposal_does_not_touch_the_memory()
    {
        var stream = new BodyStream(_content);
        await stream.DisposeAsync();
        var read = new byte[10];
        Assert.Throws<ObjectDisposedException>(() => stream.Read(read, 0, 10));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.ReadExactlyAsync(read));
        Assert.Equal(new byte[10], read);
        Assert.False(stream.CanRead);
    }

    [Fact]
    public async Task ReadAsync_cancelled_reads_nothing()
    {
        using var stream = new BodyStream(_content);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await stream.ReadExactlyAsync(new byte[10], new CancellationToken(canceled: true)));
        Assert.Equal(0, stream.Position);
    }
}
