namespace ImageBatch.ImageHeaders;

/// <summary>A block of a GIF (GIF89a, appendix A): an image with its tables and data, an extension, or a single byte.</summary>
/// <param name="Kind">Its first byte.</param>
/// <param name="Start">Offset of that byte.</param>
/// <param name="SubBlocks">Offset of its first sub-block, where it has any.</param>
/// <param name="End">Offset of the first byte after it; beyond the file where that is cut off.</param>
/// <param name="IsWhole">Whether all of it is there, the terminator of its sub-blocks included.</param>
internal readonly record struct GifBlock(byte Kind, long Start, long SubBlocks, long End, bool IsWhole)
{
    public const byte Extension = 0x21;
    public const byte Image = 0x2C;
    public const byte Trailer = 0x3B;

    /// <summary>Separator, place, size and flags of an image (section 20).</summary>
    public const int DescriptorLength = 10;

    private const int ScreenEnd = 13;

    /// <summary>Offset of the first block: behind the logical screen and its colour table (sections 18 and 19).</summary>
    public static long First(HeaderBytes file) => ScreenEnd + TableLength(file.Slice(0, ScreenEnd)[10]);

    /// <summary>Reads the block at an offset; false where the file ends before it.</summary>
    public static bool TryRead(HeaderBytes file, long start, out GifBlock block)
    {
        block = default;
        if (!file.Has(start, 1))
        {
            return false;
        }

        var kind = file.Byte(start);
        block = kind switch
        {
            Extension => WithSubBlocks(file, kind, start, start + 2),
            Image when file.Has(start, DescriptorLength) => WithSubBlocks(
                file, kind, start, start + DescriptorLength + TableLength(file.Byte(start + DescriptorLength - 1)) + 1),
            Image => new(kind, start, file.Length, start + DescriptorLength, IsWhole: false),
            _ => new(kind, start, start + 1, start + 1, IsWhole: true),
        };
        return true;
    }

    private static GifBlock WithSubBlocks(HeaderBytes file, byte kind, long start, long subBlocks)
    {
        var position = subBlocks;
        while (file.Has(position, 1))
        {
            var length = file.Byte(position);
            position += 1 + length;
            if (length == 0)
            {
                return new(kind, start, subBlocks, position, IsWhole: true);
            }
        }

        return new(kind, start, subBlocks, position, IsWhole: false);
    }

    private static int TableLength(byte packed) => (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);
}
