using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>Finds the thumbnails among the references between items (ISO/IEC 14496-12, 8.11.12).</summary>
internal static class AvifReferences
{
    /// <summary>
    /// Adds the items that are thumbnails of others, and the alpha planes of those. The primary item is none, and neither
    /// is one that another is made of.
    /// </summary>
    public static void AddThumbnails(HeaderBytes file, IsoBox references, uint primary, HashSet<uint> dropped)
    {
        HashSet<uint> needed = [primary];
        HashSet<uint> thumbnails = [];
        var isWide = file.Byte(references.Content) != 0;
        foreach (var box in references.Children(file, IsoBox.FullBoxHeader))
        {
            if (box.Is(file, "thmb"u8))
            {
                thumbnails.Add(Number(file, box, isWide, 0));
                PartLimit.Check(thumbnails.Count, file, "items");
            }
            else if (!box.Is(file, "cdsc"u8) && !box.Is(file, "auxl"u8) && !box.Is(file, "prem"u8))
            {
                for (var i = 0; i < Count(file, box, isWide); i++)
                {
                    needed.Add(Target(file, box, isWide, i));
                    PartLimit.Check(needed.Count, file, "items");
                }
            }
        }

        thumbnails.ExceptWith(needed);
        dropped.UnionWith(thumbnails);
        foreach (var box in references.Children(file, IsoBox.FullBoxHeader))
        {
            var from = Number(file, box, isWide, 0);
            if (box.Is(file, "auxl"u8) && !needed.Contains(from) && IsAllOf(file, box, isWide, thumbnails))
            {
                dropped.Add(from);
                PartLimit.Check(dropped.Count, file, "items");
            }
        }
    }

    private static bool IsAllOf(HeaderBytes file, IsoBox box, bool isWide, HashSet<uint> items)
    {
        var count = Count(file, box, isWide);
        for (var i = 0; i < count; i++)
        {
            if (!items.Contains(Target(file, box, isWide, i)))
            {
                return false;
            }
        }

        return count > 0;
    }

    private static uint Target(HeaderBytes file, IsoBox box, bool isWide, int index) =>
        Number(file, box, isWide, (isWide ? 4 : 2) + 2 + (index * (isWide ? 4 : 2)));

    private static int Count(HeaderBytes file, IsoBox box, bool isWide)
    {
        var field = box.Content + (isWide ? 4 : 2);
        var first = field + 2;
        return first > box.End ? 0 : (int)Math.Min(file.UInt16BigEndian(field), (box.End - first) / (isWide ? 4 : 2));
    }

    private static uint Number(HeaderBytes file, IsoBox box, bool isWide, int offset) =>
        isWide ? file.UInt32BigEndian(box.Content + offset) : file.UInt16BigEndian(box.Content + offset);
}
