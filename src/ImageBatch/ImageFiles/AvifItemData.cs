using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>Reads where the data of items are: the item location box (ISO/IEC 14496-12, 8.11.3).</summary>
internal static class AvifItemData
{
    private const int ConstructedFromFile = 0;
    private const int ConstructedFromData = 1;

    /// <summary>Farther than any file reaches, so that sums of such numbers do not wrap.</summary>
    private const long Far = 1L << 40;

    /// <summary>Goes through the extents of all items.</summary>
    /// <param name="file">The file.</param>
    /// <param name="meta">The box that describes the items.</param>
    /// <param name="add">Takes each extent with the number of its item; null where only their ends count.</param>
    /// <returns>Whether all extents end inside the file.</returns>
    public static bool TryRead(HeaderBytes file, IsoBox meta, Action<uint, long, long>? add = null)
    {
        if (!meta.TryFind(file, "iloc"u8, out var box, IsoBox.FullBoxHeader))
        {
            return true;
        }

        var hasData = meta.TryFind(file, "idat"u8, out var data, IsoBox.FullBoxHeader);
        var reader = new Fields(file, box);
        var version = reader.Number(1);
        _ = reader.Number(3);
        var (sizes, more) = ((int)reader.Number(1), (int)reader.Number(1));
        var (offsetSize, lengthSize, baseSize, indexSize) = (sizes >> 4, sizes & 15, more >> 4, version == 0 ? 0 : more & 15);
        for (var items = reader.Number(version < 2 ? 2 : 4); items > 0; items--)
        {
            var id = (uint)reader.Number(version < 2 ? 2 : 4);
            var construction = version == 0 ? ConstructedFromFile : reader.Number(2) & 15;
            var isHere = reader.Number(2) == 0 && construction switch
            {
                ConstructedFromFile => true,
                ConstructedFromData => hasData,
                _ => false,
            };
            var start = reader.Number(baseSize) + (construction == ConstructedFromData ? data.Content : 0);
            var extents = reader.Number(2);
            if (offsetSize + lengthSize + indexSize == 0)
            {
                // They take no bytes, and are all the same.
                extents = Math.Min(extents, 1);
            }

            for (; extents > 0; extents--)
            {
                _ = reader.Number(indexSize);
                var offset = start + reader.Number(offsetSize);
                var length = reader.Number(lengthSize);
                if (isHere && offset + length > file.Length)
                {
                    return false;
                }

                if (isHere)
                {
                    // No length means all of the file, or of the data box.
                    add?.Invoke(id, offset, length == 0 ? file.Length : length);
                }
            }
        }

        return true;
    }

    /// <summary>Reads numbers one after the other, up to the end of a box.</summary>
    private ref struct Fields(HeaderBytes file, IsoBox box)
    {
        private readonly HeaderBytes _file = file;
        private long _position = box.Content;

        public long Number(int length)
        {
            if (length > 8 || _position + length > box.End)
            {
                throw _file.Broken("the places of its items cannot be read");
            }

            ulong number = 0;
            foreach (var value in _file.Slice(_position, length))
            {
                number = (number << 8) | value;
            }

            _position += length;
            return (long)Math.Min(number, (ulong)Far);
        }
    }
}
