using System.Buffers;
using ImageBatch.Processing;

namespace ImageBatch.Tests.Processing;

public sealed class OutputBufferTests
{
    [Fact]
    public void Write_beyondTheCapacity_keepsEverything()
    {
        using var buffer = new OutputBuffer(10);
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);

        for (var i = 0; i < bytes.Length; i += 1_000)
        {
            buffer.Write(bytes.AsSpan(i, 1_000));
        }

        Assert.Equal(bytes, buffer.Content.ToArray());
    }

    [Fact]
    public void Clear_forgetsWhatWasWritten()
    {
        using var buffer = new OutputBuffer(10);
        buffer.Write("lost"u8);

        buffer.Clear();
        buffer.Write("kept"u8);

        Assert.Equal("kept"u8.ToArray(), buffer.Content.ToArray());
    }

    [Fact]
    public void Advance_pastWhatWasGiven_throws()
    {
        using var buffer = new OutputBuffer(10);

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(1_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
    }
}
