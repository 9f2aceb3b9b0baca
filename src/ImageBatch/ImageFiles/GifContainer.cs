using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>The blocks of a GIF, up to its trailer (GIF89a).</summary>
/// <remarks>
/// A file that lacks the trailer alone is whole, and a byte that begins no block ends the image as a trailer does: many
/// real files are so, and browsers show them.
/// </remarks>
internal static class GifContainer
{
    /// <summary>Bits of the longest codes; the first have one bit more than an image says.</summary>
    private const int LongestCode = 12;

    public static bool EndsEarly(HeaderBytes file)
    {
        var isAfterImage = false;
        for (var position = GifBlock.First(file); GifBlock.TryRead(file, position, out var block); position = block.End)
        {
            if (!block.IsWhole)
            {
                return true;
            }

            if (block.Kind is not (GifBlock.Image or GifBlock.Extension))
            {
                return false;
            }

            isAfterImage = block.Kind == GifBlock.Image;
        }

        return !isAfterImage;
    }

    /// <summary>
    /// Refuses an image of codes that there are none of (appendix F): some decoders leave it blank, and say nothing. And one
    /// with more extensions than any animation has.
    /// </summary>
    /// <exception cref="Model.ImageException">
    /// The first codes of an image are longer than the longest, or too short; or there are too many extensions.
    /// </exception>
    public static void EnsureCodesExist(HeaderBytes file)
    {
        var (images, extensions) = (0, 0);
        for (var position = GifBlock.First(file);
            GifBlock.TryRead(file, position, out var block) && block.Kind is GifBlock.Image or GifBlock.Extension;
            position = block.End)
        {
            _ = block.Kind == GifBlock.Image ? images++ : extensions++;
            PartLimit.Check(images, file, "frames");
            PartLimit.Check(extensions, file, "extensions");
            if (block.Kind == GifBlock.Image && file.Byte(block.SubBlocks - 1) is < 2 or >= LongestCode)
            {
                throw file.Broken("its image data have codes of a length that there is not");
            }
        }
    }

    public static void WriteWithoutMetadata(HeaderBytes file, ref FileWriter output)
    {
        var position = GifBlock.First(file);
        output.Add(file.Slice(0, position));
        GifBlock control = default;
        for (; GifBlock.TryRead(file, position, out var block); position = block.End)
        {
            if (block.Kind == GifBlock.Image)
            {
                GifExtension.WriteGraphicControl(file, control, ref output);
                output.Add(file.Slice(block.Start, block.End - block.Start));
                control = default;
            }
            else if (block.Kind != GifBlock.Extension)
            {
                break;
            }
            else
            {
                switch (GifExtension.LabelOf(file, block))
                {
                    case GifExtension.GraphicControl:
                        control = block;
                        break;
                    case GifExtension.PlainText:
                        // The control before it was that of the text.
                        control = default;
                        break;
                    case GifExtension.Application:
                        GifExtension.WriteApplication(file, block, ref output);
                        break;
                    default:
                        break;
                }
            }
        }

        if (output.Length < file.Length)
        {
            output.Add(GifBlock.Trailer);
        }
    }
}
