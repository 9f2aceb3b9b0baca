using System.Buffers.Binary;
using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>PNG (third edition, clauses 5 and 11). Checksums are left to codecs.</summary>
internal static class PngHeader
{
    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12;
    private const int HeaderLength = 13;

    public static ImageHeader Read(HeaderBytes file)
    {
        const int data = SignatureLength + 8;
        var type = file.Slice(SignatureLength + 4, 4);
        if (type.SequenceEqual("CgBI"u8))
        {
            throw HeaderBytes.Unsupported("PNG images of the kind that only iOS apps contain (CgBI) are not supported.");
        }

        if (!type.SequenceEqual("IHDR"u8) || file.UInt32BigEndian(SignatureLength) != HeaderLength)
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
        while (file.Has(position, ChunkOverhead))
        {
            var length = file.UInt32BigEndian(position);
            var type = file.Slice(position + 4, 4);
            if (!file.Has(position + 8, length) || type.SequenceEqual("IEND"u8))
            {
                break;
            }

            if (type.SequenceEqual("IDAT"u8))
            {
                beforeData = false;
            }
            else if (beforeData && length == 8 && type.SequenceEqual("acTL"u8))
            {
                var count = BinaryPrimitives.ReadUInt32BigEndian(file.Slice(position + 8, 4));
                frames = (int)Math.Clamp(count, 1, ImageHeaderReader.MaxFrames);
            }
            else if (type.SequenceEqual("eXIf"u8))
            {
                orientation = ExifOrientation.Read(file.Slice(position + 8, length));
            }

            position += ChunkOverhead + (long)length;
        }

        return (frames, orientation);
    }
}
