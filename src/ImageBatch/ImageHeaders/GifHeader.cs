using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>GIF 87a and 89a (GIF89a specification, sections 17 to 27).</summary>
internal static class GifHeader
{
    private const byte ImageSeparator = 0x2C;
    private const byte ExtensionIntroducer = 0x21;
    private const byte Trailer = 0x3B;
    private const int ScreenEnd = 13;
    private const int DescriptorLength = 10;

    public static ImageHeader Read(HeaderBytes file)
    {
        int width = file.UInt16LittleEndian(6);
        int height = file.UInt16LittleEndian(8);
        var packed = file.Byte(10);
        _ = file.Slice(0, ScreenEnd);

        var frames = 0;
        long position = ScreenEnd + TableLength(packed);
        while (frames < ImageHeaderReader.MaxFrames && file.Has(position, 1))
        {
            var block = file.Byte(position);
            if (block == ExtensionIntroducer)
            {
                position = SkipSubBlocks(file, position + 2);
            }
            else if (block == ImageSeparator && file.Has(position, DescriptorLength))
            {
                // A frame must fit the screen (section 20). Where one does not, decoders make room for it, so that it
                // has to count when pixels are limited.
                frames++;
                width = Math.Max(width, file.UInt16LittleEndian(position + 1) + file.UInt16LittleEndian(position + 5));
                height = Math.Max(height, file.UInt16LittleEndian(position + 3) + file.UInt16LittleEndian(position + 7));
                position += DescriptorLength + TableLength(file.Byte(position + 9));
                position = SkipSubBlocks(file, position + 1);
            }
            else
            {
                break;
            }
        }

        if (frames == 0)
        {
            throw file.Has(position, 1) && file.Byte(position) != ImageSeparator
                ? file.Corrupt(file.Byte(position) == Trailer ? "it has no image" : "a block is of no known kind")
                : file.Truncated();
        }

        return new ImageHeader
        {
            Format = ImageFormat.Gif,
            Width = file.Dimension(width, "width"),
            Height = file.Dimension(height, "height"),
            Length = file.Length,
            Frames = frames,
            Components = 1,
            Precision = (packed & 0x80) == 0 ? 0 : (packed & 7) + 1,
        };
    }

    private static int TableLength(byte packed) => (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);

    private static long SkipSubBlocks(HeaderBytes file, long position)
    {
        while (file.Has(position, 1))
        {
            var length = file.Byte(position);
            position += 1 + length;
            if (length == 0)
            {
                break;
            }
        }

        return position;
    }
}
