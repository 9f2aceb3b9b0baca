using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace ImageBatch.Recompression.Tests.Png;

/// <summary>
/// A decoder of its own, as plain as the standard's text: pixels of four samples of 16 bits. It is slow, and shares
/// nothing with the codec's.
/// </summary>
internal sealed record ReferencePng(int Width, int Height, int ColourType, int Depth, (int R, int G, int B, int A)[] Pixels)
{
    private static readonly int[] StartX = [0, 4, 0, 2, 0, 1, 0];
    private static readonly int[] StartY = [0, 0, 4, 0, 2, 0, 1];
    private static readonly int[] StepX = [8, 8, 4, 4, 2, 2, 1];
    private static readonly int[] StepY = [8, 8, 8, 4, 4, 2, 2];

    public static ReferencePng Decode(byte[] file)
    {
        Assert.Equal(PngBytes.Signature, file[..8]);
        foreach (var (_, start, length) in PngBytes.Places(file))
        {
            var stored = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(start + length - 4));
            Assert.Equal(Crc32.HashToUInt32(file.AsSpan(start + 4, length - 8)), stored);
        }

        var chunks = PngBytes.Chunks(file);
        Assert.Equal("IHDR", chunks[0].Type);
        Assert.Equal("IEND", chunks[^1].Type);
        var header = chunks[0].Data;
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        var (depth, type, isInterlaced) = (header[8], header[9], header[12] == 1);
        using var stream = new ZLibStream(
            new MemoryStream([.. chunks.Where(chunk => chunk.Type == "IDAT").SelectMany(chunk => chunk.Data)]), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        stream.CopyTo(inflated);
        var samples = new int[width * height * PngImage.ChannelsOf(type)];
        var data = inflated.ToArray();
        var at = 0;
        for (var pass = isInterlaced ? 0 : 7; pass < (isInterlaced ? 7 : 8); pass++)
        {
            var (x, y, stepX, stepY) = isInterlaced ? (StartX[pass], StartY[pass], StepX[pass], StepY[pass]) : (0, 0, 1, 1);
            ReadPass(data, ref at, samples, width, height, x, y, stepX, stepY, PngImage.ChannelsOf(type), depth);
        }

        Assert.Equal(data.Length, at);
        var palette = chunks.Find(chunk => chunk.Type == "PLTE").Data;
        var transparency = chunks.Find(chunk => chunk.Type == "tRNS").Data;
        var pixels = Enumerable.Range(0, width * height).Select(i => Pixel(samples, i, type, depth, palette, transparency));
        return new(width, height, type, depth, [.. pixels]);
    }

    /// <summary>What a filter takes from a byte (clause 9.2).</summary>
    public static int Predict(int filter, int left, int up, int corner)
    {
        if (filter == 4)
        {
            var estimate = left + up - corner;
            int byLeft = Math.Abs(estimate - left), byUp = Math.Abs(estimate - up), byCorner = Math.Abs(estimate - corner);
            return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
        }

        return filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => throw new InvalidDataException() };
    }

    private static void ReadPass(
        byte[] data, ref int at, int[] samples, int width, int height, int left, int top, int stepX, int stepY, int channels, int depth)
    {
        var columns = (width - left + stepX - 1) / stepX;
        if (columns <= 0)
        {
            return;
        }

        var distance = Math.Max(1, channels * depth / 8);
        var above = new byte[((columns * channels * depth) + 7) / 8];
        for (var y = top; y < height; y += stepY)
        {
            var filter = data[at++];
            var row = new byte[above.Length];
            for (var i = 0; i < row.Length; i++)
            {
                var (leftByte, corner) = i < distance ? (0, 0) : (row[i - distance], above[i - distance]);
                row[i] = (byte)(data[at++] + Predict(filter, leftByte, above[i], corner));
            }

            for (var i = 0; i < columns * channels; i++)
            {
                var sample = 0;
                for (var bit = i * depth; bit < (i + 1) * depth; bit++)
                {
                    sample = (sample << 1) | ((row[bit / 8] >> (7 - (bit % 8))) & 1);
                }

                samples[(((y * width) + left + (i / channels * stepX)) * channels) + (i % channels)] = sample;
            }

            above = row;
        }
    }

    private static (int R, int G, int B, int A) Pixel(int[] samples, int i, int type, int depth, byte[]? palette, byte[]? transparency)
    {
        var channels = PngImage.ChannelsOf(type);
        var own = samples.AsSpan(i * channels, channels);
        var scale = 65_535 / ((1 << depth) - 1);
        int Key(int sample) => BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(2 * sample));
        switch (type)
        {
            case 0:
                return (own[0] * scale, own[0] * scale, own[0] * scale, transparency is not null && Key(0) == own[0] ? 0 : 65_535);
            case 2:
                var isKey = transparency is not null && (own[0], own[1], own[2]) == (Key(0), Key(1), Key(2));
                return (own[0] * scale, own[1] * scale, own[2] * scale, isKey ? 0 : 65_535);
            case 3:
                var alpha = transparency is not null && own[0] < transparency.Length ? transparency[own[0]] : (byte)255;
                return (palette![3 * own[0]] * 257, palette[(3 * own[0]) + 1] * 257, palette[(3 * own[0]) + 2] * 257, alpha * 257);
            case 4:
                return (own[0] * scale, own[0] * scale, own[0] * scale, own[1] * scale);
            default:
                return (own[0] * scale, own[1] * scale, own[2] * scale, own[3] * scale);
        }
    }
}
