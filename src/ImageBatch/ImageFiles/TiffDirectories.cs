using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.ImageFiles;

/// <summary>Finds the directories of a TIFF.</summary>
internal static class TiffDirectories
{
    /// <summary>The least that a directory takes: its count and the offset of the next.</summary>
    private const int ShortestLength = 6;

    /// <summary>The directories of images: the chain of pages, and those that a directory has below it.</summary>
    /// <returns>Their offsets. They are whole, and none overlaps another.</returns>
    public static List<uint> FindImages(HeaderBytes file)
    {
        _ = TiffDirectory.TryReadStart(file.All, out _, out var first);
        List<uint> offsets = [first];
        long total = 0;
        for (var i = 0; i < offsets.Count; i++)
        {
            var directory = Open(file, offsets[i]);
            if (!directory.HasNext)
            {
                throw file.EndsEarly();
            }

            total += directory.End - directory.Start;
            if (directory.Next != 0)
            {
                Add(file, offsets, directory.Next);
            }

            _ = directory.TryFind(TiffTag.SubDirectories, out var below);
            for (uint index = 0; directory.TryGetValue(below, index, out var offset) && offset != 0; index++)
            {
                Add(file, offsets, offset);
            }

            if (total > file.Length)
            {
                throw Overlap(file);
            }
        }

        CheckOverlap(file, offsets);
        return offsets;
    }

    /// <summary>The directories of metadata that image directories lead to, as far as they are inside the file.</summary>
    public static HashSet<uint> FindMetadata(HeaderBytes file, List<uint> images)
    {
        HashSet<uint> found = [];
        Queue<uint> pending = [];
        foreach (var image in images)
        {
            AddMetadata(file, Open(file, image), found, pending);
        }

        long total = 0;
        while (pending.TryDequeue(out var offset))
        {
            if (TryOpen(file, offset, out var directory))
            {
                total += directory.End - directory.Start;
                AddMetadata(file, directory, found, pending);
            }
            else
            {
                found.Remove(offset);
            }

            if (total > file.Length)
            {
                throw Overlap(file);
            }
        }

        return found;
    }

    /// <summary>Opens a directory that has to be whole.</summary>
    public static TiffDirectory Open(HeaderBytes file, uint offset) =>
        TryOpen(file, offset, out var directory) ? directory : throw file.EndsEarly();

    private static bool TryOpen(HeaderBytes file, uint offset, out TiffDirectory directory)
    {
        _ = TiffDirectory.TryReadStart(file.All, out var littleEndian, out _);
        return TiffDirectory.TryOpen(file.All, littleEndian, offset, out directory) && directory.IsWhole;
    }

    private static void Add(HeaderBytes file, List<uint> offsets, uint offset)
    {
        if (offsets.Count > file.Length / ShortestLength)
        {
            throw Overlap(file);
        }

        offsets.Add(offset);
        PartLimit.Check(offsets.Count, file, "directories");
    }

    private static void AddMetadata(HeaderBytes file, TiffDirectory directory, HashSet<uint> found, Queue<uint> pending)
    {
        for (var i = 0; i < directory.Count; i++)
        {
            var entry = directory[i];
            if (TiffTag.IsMetadataDirectory(entry.Tag)
                && directory.TryGetValue(entry, 0, out var offset)
                && found.Add(offset))
            {
                pending.Enqueue(offset);
                PartLimit.Check(found.Count, file, "directories");
            }
        }
    }

    /// <summary>Directories that overlap, one that is its own successor among them, cannot be changed one by one.</summary>
    private static void CheckOverlap(HeaderBytes file, List<uint> offsets)
    {
        long end = TiffHeader.StartLength;
        foreach (var offset in offsets.Order())
        {
            if (offset < end)
            {
                throw Overlap(file);
            }

            end = Open(file, offset).End;
        }
    }

    private static ImageException Overlap(HeaderBytes file) => file.Broken("its directories overlap, or go round in a circle");
}
