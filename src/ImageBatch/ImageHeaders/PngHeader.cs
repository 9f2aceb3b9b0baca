using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>PNG (third edition, clauses 5 and 11). Checksums are left to codecs.</summary>
internal static class PngHeader
{
    private const int HeaderLength = 13;

    public static ImageHeader Read(HeaderBytes file)
    {
        const int data = PngChunk.SignatureLength + 8;
        var type = file.Slice(PngChunk.SignatureLength + 4, 4);
        if (type.SequenceEqual("CgBI"u8))
        {
            throw HeaderBytes.Unsupported("PNG images of the kind that only iOS apps contain (CgBI) are not supported.");
        }

        if (!type.SequenceEqual("IHDR"u8) || file.UInt32BigEndian(PngChunk.SignatureLength) != HeaderLength)
        {
            throw file.Corrupt("it does not start with an IHDR chunk");
        }

        var width = file.UInt32BigEndian(data);
        var height = file.UInt32BigEndian(data + 4);
        var depth = file.Byte(data + 8);
        var components = ComponentsOf(file.Byte(data + 9), depth);
        if (components == 0 || file.Byte(data + 10) != 0 || file.Byte(data + 11) != 0 || file.Byte(data + 12) > 1)
        {
            throw file.Corrupt("its colour type, bit depth or methods are not possible");
        }

        var (frames, orientation) = Walk(file, data + HeaderLength + 4);
        return new ImageHeader
        {
            Format = ImageFormat.Png,
            Width = file.Dimension(width, "width"),
            Height = file.Dimension(height, "height"),
            Length = file.Length,
            Frames = frames,
            Orientation = orientation,
            Components = components,
            Precision = depth,
        };
    }

    /// <summary>Table 12 of the standard; 0 for a pair that is not in it.</summary>
    private static int ComponentsOf(byte colourType, byte depth) => (colourType, depth) switch
    {
        (0, 1 or 2 or 4 or 8 or 16) => 1,
        (2, 8 or 16) => 3,
        (3, 1 or 2 or 4 or 8) => 1,
        (4, 8 or 16) => 2,
        (6, 8 or 16) => 4,
        _ => 0,
    };

    /// <summary>Looks through the chunks that are whole: the acTL before the image data, the eXIf anywhere.</summary>
    private static (int Frames, int Orientation) Walk(HeaderBytes file, long position)
    {
        var frames = 1;
        var orientation = 1;
        var beforeData = true;
        for (; PngChunk.TryRead(file, position, out var chunk); position = chunk.End)
        {
            if (!file.Has(chunk.Data, chunk.DataLength) || chunk.Is(file, "IEND"u8))
            {
                break;
            }

            if (chunk.Is(file, "IDAT"u8))
            {
                beforeData = false;
            }
            else if (beforeData && IsAnimationControl(file, chunk))
            {
                var count = file.UInt32BigEndian(chunk.Data);
                frames = (int)Math.Clamp(count, 1, ImageHeaderReader.MaxFrames);
            }
            else if (chunk.Is(file, "eXIf"u8))
            {
                orientation = ExifOrientation.Read(file.Slice(chunk.Data, chunk.DataLength));
            }
        }

        return (frames, orientation);
    }

    /// <summary>Whether the chunk makes an animation of an image whose data come behind it (clause 11.3.6.1).</summary>
    public static bool IsAnimationControl(HeaderBytes file, PngChunk chunk) =>
        chunk.DataLength == 8 && chunk.Is(file, "acTL"u8);
}
