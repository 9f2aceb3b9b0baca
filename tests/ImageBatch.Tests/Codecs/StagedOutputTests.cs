using System.Buffers;
using ImageBatch.Codecs;

namespace ImageBatch.Tests.Codecs;

public sealed class StagedOutputTests
{
    [Fact]
    public void Write_andSeek_holdWhatAMemoryStreamWould()
    {
        using var staged = new StagedOutput(long.MaxValue);
        using var expected = new MemoryStream();
        var random = new Random(1);
        for (var i = 0; i < 400; i++)
        {
            var bytes = new byte[random.Next(6_000)];
            random.NextBytes(bytes);
            staged.Write(bytes);
            expected.Write(bytes);
            if (i % 7 == 0)
            {
                // Also behind the end: the gap holds zeros.
                var place = random.Next((int)expected.Length + 3_000);
                Assert.Equal(expected.Seek(place, SeekOrigin.Begin), staged.Seek(place, SeekOrigin.Begin));
            }

            Assert.Equal(expected.Length, staged.Length);
        }

        Assert.Equal(expected.ToArray(), Content(staged));
    }

    [Fact]
    public void Writer_linesUpWithTheStream()
    {
        using var staged = new StagedOutput(long.MaxValue);
        var bytes = new byte[300_000];
        new Random(2).NextBytes(bytes);

        BuffersExtensions.Write(staged, bytes.AsSpan(0, 200_000));
        staged.Write(bytes.AsSpan(200_000));

        Assert.Equal(bytes, Content(staged));
    }

    [Fact]
    public void Write_beyondTheLimit_throwsThenAndEverAfter()
    {
        using var staged = new StagedOutput(10);
        staged.Write(new byte[10]);
        Assert.False(staged.IsFull);

        Assert.Throws<IOException>(() => staged.Write([1]));

        Assert.True(staged.IsFull);
        staged.Position = 0;
        Assert.Throws<IOException>(() => staged.Write([1]));
    }

    private static byte[] Content(StagedOutput staged)
    {
        var output = new ArrayBufferWriter<byte>();
        staged.CopyTo(output);
        return output.WrittenSpan.ToArray();
    }
}
