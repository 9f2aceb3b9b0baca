using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace ImageBatch.Recompression.Tests.Png;

/// <summary>Writes PNG files of every kind, with each filter in turn, and takes them apart.</summary>
internal static class PngBytes
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static byte[] Signature { get; } = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static byte[] End { get; } = Chunk("IEND", []);

    /// <summary>A whole file; more chunks may be given before the image data and behind them.</summary>
    public static byte[] File(PngImage image, byte[]? before = null, byte[]? behind = null, int pieces = 1)
    {
        var data = Compress(Filtered(image));
        var file = new List<byte>([.. Signature, .. Chunk("IHDR", Header(image)), .. before ?? []]);
        if (image.Palette is not null)
        {
            file.AddRange(Chunk("PLTE", image.Palette));
        }

        if (image.Transparency is not null)
        {
            file.AddRange(Chunk("tRNS", image.Transparency));
        }

        for (var i = 0; i < pieces; i++)
        {
            file.AddRange(Chunk("IDAT", data[(data.Length * i / pieces)..(data.Length * (i + 1) / pieces)]));
        }

        return [.. file, .. behind ?? [], .. End];
    }

    public static byte[] Header(PngImage image) => Header(
        image.Width, image.Height, image.Depth, image.ColourType, image.IsInterlaced ? 1 : 0);

    public static byte[] Header(int width, int height, int depth, int colourType, int interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, (byte)interlace);
        return header;
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    public static List<(string Type, byte[] Data)> Chunks(byte[] file) =>
        [.. Places(file).Select(place => (place.Type, file[(place.Start + 8)..(place.Start + place.Length - 4)]))];

    /// <summary>Where the chunks are, their length and checksum fields among it.</summary>
    public static List<(string Type, int Start, int Length)> Places(byte[] file)
    {
        var places = new List<(string, int, int)>();
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - 12)
            {
                break;
            }

            places.Add((Encoding.ASCII.GetString(file, at + 4, 4), at, 12 + length));
            at += 12 + length;
        }

        return places;
    }

    /// <summary>A copy with other data in the first chunk of a type, its checksum right.</summary>
    public static byte[] With(byte[] file, string type, Func<byte[], byte[]> change)
    {
        var (_, start, length) = Places(file).First(place => place.Type == type);
        var data = change(file[(start + 8)..(start + length - 4)]);
        return [.. file[..start], .. Chunk(type, data), .. file[(start + length)..]];
    }

    public static byte[] Compress(byte[] data)
    {
        using var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.Fastest))
        {
            stream.Write(data);
        }

        return target.ToArray();
    }

    /// <summary>The rows of all passes, each behind its filter; the filters take turns.</summary>
    public static byte[] Filtered(PngImage image)
    {
        var rows = new List<byte>();
        var number = 0;
        foreach (var (left, top, stepX, stepY) in image.IsInterlaced ? Passes : [(0, 0, 1, 1)])
        {
            byte[]? above = null;
            for (var y = top; y < image.Height && left < image.Width; y += stepY)
            {
                var row = Pack(image, y, left, stepX);
                var filter = number++ % 5;
                rows.Add((byte)filter);
                rows.AddRange(Filter(filter, row, above ?? new byte[row.Length], Math.Max(1, image.Channels * image.Depth / 8)));
                above = row;
            }
        }

        return [.. rows];
    }

    private static byte[] Pack(PngImage image, int y, int left, int step)
    {
        var bits = new List<bool>();
        for (var x = left; x < image.Width; x += step)
        {
            for (var channel = 0; channel < image.Channels; channel++)
            {
                var sample = image.Samples[(((y * image.Width) + x) * image.Channels) + channel];
                for (var bit = image.Depth - 1; bit >= 0; bit--)
                {
                    bits.Add(((sample >> bit) & 1) != 0);
                }
            }
        }

        var row = new byte[(bits.Count + 7) / 8];
        for (var i = 0; i < bits.Count; i++)
        {
            row[i / 8] |= (byte)(bits[i] ? 0x80 >> (i % 8) : 0);
        }

        return row;
    }

    private static byte[] Filter(int filter, byte[] row, byte[] above, int distance)
    {
        var filtered = new byte[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < distance ? 0 : row[i - distance], corner = i < distance ? 0 : above[i - distance];
            filtered[i] = (byte)(row[i] - ReferencePng.Predict(filter, left, above[i], corner));
        }

        return filtered;
    }
}
