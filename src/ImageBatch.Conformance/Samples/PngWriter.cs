using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace ImageBatch.Conformance;

/// <summary>PNG (third edition): any colour type, bit depth and filter, not interlaced; animations of whole frames.</summary>
internal static class PngWriter
{
    private const int ZlibTrailer = 4;

    /// <summary>Bytes of a deflate stream's end that may hold no pixel.</summary>
    private const int EndOfBlock = 2;

    public static SampleFile Write(SampleMetadata metadata, params SampleImage[] frames)
    {
        var first = frames[0];
        var file = new ByteWriter(isLittleEndian: false).Bytes(0x89).Text("PNG\r\n").Bytes(0x1A, 0x0A);
        Chunk(file, "IHDR", Big().UInt32(first.Width).UInt32(first.Height).Byte(first.Depth).Byte(ColourType(first)).Bytes(0, 0, 0));
        WriteMetadata(file, metadata);
        if (first.Palette.Length > 0)
        {
            var spare = first.TransparentIndex is null ? 0 : 3;
            Chunk(file, "PLTE", Big().Bytes(first.Palette).Bytes(new byte[spare]));
        }

        if (first.TransparentIndex is { } index)
        {
            var opaque = new byte[index];
            opaque.AsSpan().Fill(255);
            Chunk(file, "tRNS", Big().Bytes(opaque).Byte(0));
        }

        var number = 0;
        if (frames.Length > 1)
        {
            Chunk(file, "acTL", Big().UInt32(frames.Length).UInt32(0));
        }

        var (dataOffset, needed) = (0, 0);
        for (var i = 0; i < frames.Length; i++)
        {
            if (frames.Length > 1)
            {
                Chunk(file, "fcTL", Big().UInt32(number++).UInt32(first.Width).UInt32(first.Height).UInt32(0).UInt32(0)
                    .UInt16(1).UInt16(10).Byte(0).Byte(0));
            }

            dataOffset = i == 0 ? file.Length + 8 : dataOffset;
            var data = Compress(Filter(frames[i]));
            Chunk(file, i == 0 ? "IDAT" : "fdAT", i == 0 ? Big().Bytes(data) : Big().UInt32(number++).Bytes(data));
            needed = file.Length - 4 - ZlibTrailer - EndOfBlock;
        }

        Chunk(file, "IEND", Big());
        return new(file.ToArray(), dataOffset, needed);
    }

    public static byte[] Compress(byte[] data)
    {
        using var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.Optimal))
        {
            stream.Write(data);
        }

        return target.ToArray();
    }

    private static ByteWriter Big() => new(isLittleEndian: false);

    private static int ColourType(SampleImage image) =>
        image.Palette.Length > 0 ? 3 : image.Channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 };

    private static void WriteMetadata(ByteWriter file, SampleMetadata metadata)
    {
        if (metadata.Profile is not null)
        {
            Chunk(file, "iCCP", Big().Text("sample").Bytes(0, 0).Bytes(Compress(metadata.Profile)));
        }

        if (metadata.Marker is { } marker)
        {
            Chunk(file, "tEXt", Big().Text("Comment").Byte(0).Text(marker));
            Chunk(file, "zTXt", Big().Text("Description").Bytes(0, 0).Bytes(Compress(Encoding.ASCII.GetBytes(marker))));
            Chunk(file, "iTXt", Big().Text("XML:com.adobe.xmp").Bytes(0, 0, 0, 0, 0).Bytes(metadata.Xmp));
        }

        if (metadata.Exif is { } exif)
        {
            Chunk(file, "eXIf", Big().Bytes(exif));
        }
    }

    private static void Chunk(ByteWriter file, string type, ByteWriter data)
    {
        var content = new ByteWriter(isLittleEndian: false).Text(type).Bytes(data.ToArray()).ToArray();
        file.UInt32(data.Length).Bytes(content).UInt32(Crc32.HashToUInt32(content));
    }

    /// <summary>The rows, each behind its filter (clause 9); the five filters take turns.</summary>
    private static byte[] Filter(SampleImage image)
    {
        var length = ((image.Width * image.Channels * image.Depth) + 7) / 8;
        var distance = Math.Max(1, image.Channels * image.Depth / 8);
        var filtered = new byte[image.Height * (length + 1)];
        byte[] above = new byte[length];
        for (var y = 0; y < image.Height; y++)
        {
            var row = Pack(image, y, length);
            var at = y * (length + 1);
            filtered[at] = (byte)(y % 5);
            for (var i = 0; i < length; i++)
            {
                var (left, corner) = i < distance ? (0, 0) : (row[i - distance], above[i - distance]);
                filtered[at + 1 + i] = (byte)(row[i] - Predict(y % 5, left, above[i], corner));
            }

            above = row;
        }

        return filtered;
    }

    private static int Predict(int filter, int left, int up, int corner)
    {
        var (byLeft, byUp, byCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return filter switch
        {
            0 => 0,
            1 => left,
            2 => up,
            3 => (left + up) / 2,
            _ => byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner,
        };
    }

    private static byte[] Pack(SampleImage image, int y, int length)
    {
        var row = new byte[length];
        for (var i = 0; i < image.Width * image.Channels; i++)
        {
            var sample = image.Samples[(y * image.Width * image.Channels) + i];
            if (image.Depth == 16)
            {
                (row[2 * i], row[(2 * i) + 1]) = ((byte)(sample >> 8), (byte)sample);
            }
            else
            {
                var bit = i * image.Depth;
                row[bit / 8] |= (byte)(sample << (8 - image.Depth - (bit % 8)));
            }
        }

        return row;
    }
}
