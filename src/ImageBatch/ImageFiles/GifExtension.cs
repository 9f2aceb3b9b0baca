using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>The extensions of a GIF that are kept (GIF89a, sections 23 and 26), in their shortest form.</summary>
internal static class GifExtension
{
    public const byte PlainText = 0x01;
    public const byte GraphicControl = 0xF9;
    public const byte Application = 0xFF;

    private const int GraphicControlLength = 4;
    private const int IdentifierLength = 11;
    private const int LoopLength = 3;
    private const byte Loop = 1;

    public static byte LabelOf(HeaderBytes file, GifBlock block) => file.Byte(block.Start + 1);

    /// <summary>Writes delay, disposal and transparency of the image that follows.</summary>
    /// <param name="file">The file.</param>
    /// <param name="block">The extension, or none.</param>
    /// <param name="output">Takes it.</param>
    public static void WriteGraphicControl(HeaderBytes file, GifBlock block, ref FileWriter output)
    {
        if (block != default && file.Byte(block.SubBlocks) >= GraphicControlLength)
        {
            output.Add(GifBlock.Extension, GraphicControl, GraphicControlLength);
            output.Add(file.Slice(block.SubBlocks + 1, GraphicControlLength));
            output.Add(0);
        }
    }

    /// <summary>Writes an extension that tells how often an animation runs, or holds the colour profile.</summary>
    public static void WriteApplication(HeaderBytes file, GifBlock block, ref FileWriter output)
    {
        if (file.Byte(block.SubBlocks) != IdentifierLength)
        {
            return;
        }

        var identifier = file.Slice(block.SubBlocks + 1, IdentifierLength);
        if (identifier.SequenceEqual("ICCRGBG1012"u8))
        {
            output.Add(file.Slice(block.Start, block.End - block.Start));
        }
        else if (identifier.SequenceEqual("NETSCAPE2.0"u8) || identifier.SequenceEqual("ANIMEXTS1.0"u8))
        {
            WriteLoop(file, block, ref output);
        }
    }

    /// <summary>Of the sub-blocks only the one with the number of runs is kept.</summary>
    private static void WriteLoop(HeaderBytes file, GifBlock block, ref FileWriter output)
    {
        var start = block.SubBlocks + 1 + IdentifierLength;
        for (var position = start; file.Byte(position) != 0; position += 1 + file.Byte(position))
        {
            // Decoders look at the three lowest bits of the first byte.
            if (file.Byte(position) >= LoopLength && (file.Byte(position + 1) & 7) == Loop)
            {
                output.Add(file.Slice(block.Start, start - block.Start));
                output.Add(LoopLength, Loop);
                output.Add(file.Slice(position + 2, LoopLength - 1));
                output.Add(0);
                return;
            }
        }
    }
}
