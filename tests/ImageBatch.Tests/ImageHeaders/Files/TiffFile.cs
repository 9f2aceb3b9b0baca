namespace ImageBatch.Tests.ImageHeaders.Files;

internal static class TiffFile
{
    public static byte[] Start(bool littleEndian) => littleEndian ? "II*\0"u8.ToArray() : "MM\0*"u8.ToArray();

    /// <summary>A file of a number of pages, their directories one after the other.</summary>
    public static byte[] Create(
        int width = 7, int height = 5, int pages = 1, int orientation = 1, bool littleEndian = true, uint? lastNext = null)
    {
        var file = new ByteBuilder().Add(Start(littleEndian)).UInt32(8, littleEndian);
        for (var page = 1; page <= pages; page++)
        {
            const int directoryLength = 2 + (5 * 12) + 4;
            var next = page < pages ? (uint)(file.Length + directoryLength) : lastNext ?? 0;
            file.Add(Directory(
                littleEndian, next, (256, 4, width), (257, 3, height), (258, 3, 8), (274, 3, orientation), (277, 3, 1)));
        }

        return file.ToArray();
    }

    /// <summary>A directory of entries that have one value each.</summary>
    public static byte[] Directory(bool littleEndian, uint next, params (int Tag, int Type, long Value)[] entries)
    {
        var directory = new ByteBuilder().UInt16(entries.Length, littleEndian);
        foreach (var (tag, type, value) in entries)
        {
            directory.UInt16(tag, littleEndian).UInt16(type, littleEndian).UInt32(1, littleEndian);
            _ = type == 3
                ? directory.UInt16((int)value, littleEndian).Zeros(2)
                : directory.UInt32(value, littleEndian);
        }

        return directory.UInt32(next, littleEndian).ToArray();
    }
}
