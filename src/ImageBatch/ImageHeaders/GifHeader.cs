using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>GIF 87a and 89a (GIF89a specification, sections 17 to 27).</summary>
internal static class GifHeader
{
    public static ImageHeader Read(HeaderBytes file)
    {
        int width = file.UInt16LittleEndian(6);
        int height = file.UInt16LittleEndian(8);
        var packed = file.Byte(10);

        var frames = 0;
        var position = GifBlock.First(file);
        while (frames < ImageHeaderReader.MaxFrames && GifBlock.TryRead(file, position, out var block))
        {
            if (block.Kind == GifBlock.Image && file.Has(position, GifBlock.DescriptorLength))
            {
                // A frame must fit the screen (section 20). Where one does not, decoders make room for it, so that it
                // has to count when pixels are limited.
                frames++;
                width = Math.Max(width, file.UInt16LittleEndian(position + 1) + file.UInt16LittleEndian(position + 5));
                height = Math.Max(height, file.UInt16LittleEndian(position + 3) + file.UInt16LittleEndian(position + 7));
            }
            else if (block.Kind != GifBlock.Extension)
            {
                break;
            }

            position = block.End;
        }

        if (frames == 0)
        {
            throw file.Has(position, 1) && file.Byte(position) != GifBlock.Image
                ? file.Corrupt(file.Byte(position) == GifBlock.Trailer ? "it has no image" : "a block is of no known kind")
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
}
