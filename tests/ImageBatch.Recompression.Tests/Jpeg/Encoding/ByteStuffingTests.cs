using ImageBatch.Recompression.Jpeg.Encoding;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Tests.Jpeg.Encoding;

public sealed class ByteStuffingTests
{
    [Fact]
    public void Stuff_any_bytes_are_those_that_come_back_unstuffed()
    {
        var random = new Random(1);
        var segments = new EntropySegments();
        for (var length = 0; length < 300; length++)
        {
            var data = new byte[length];
            for (var i = 0; i < length; i++)
            {
                data[i] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            var stuffed = new byte[ByteStuffing.StuffedLength(data)];
            ByteStuffing.Stuff(data, stuffed);
            Assert.Equal(-1, stuffed.AsSpan().IndexOf<byte>([0xFF, 0xFF]));

            segments.Rent(stuffed.Length + 2);
            segments.Read([.. stuffed, 0xFF, 0xD9], 0);
            Assert.Equal(data, segments.Padded[..segments.Length].ToArray());
            Assert.Equal((0xD9, stuffed.Length), (segments.Marker, segments.End));
            segments.Return();
        }
    }
}
