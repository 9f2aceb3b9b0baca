using System.Buffers.Binary;
using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>
/// A TIFF (TIFF 6.0, section 2). Its parts point at each other by offset, so that all stay where they are: metadata are
/// overwritten by zeros.
/// </summary>
internal static class TiffContainer
{
    public static bool EndsEarly(HeaderBytes file)
    {
        var data = new TiffImageData(ranges: null);
        foreach (var offset in TiffDirectories.FindImages(file))
        {
            if (!data.TryAdd(file, TiffDirectories.Open(file, offset)))
            {
                return true;
            }
        }

        return false;
    }

    public static void WriteWithoutMetadata(HeaderBytes file, ref FileWriter output)
    {
        var (kept, dropped) = (new ByteRanges(file.Length), new ByteRanges(file.Length));
        var images = TiffDirectories.FindImages(file);
        var data = new TiffImageData(kept);
        kept.Add(0, TiffHeader.StartLength);
        foreach (var offset in images)
        {
            var directory = TiffDirectories.Open(file, offset);
            kept.Add(offset, directory.End - directory.Start);
            _ = data.TryAdd(file, directory);
            AddValues(directory, kept, dropped);
        }

        foreach (var offset in TiffDirectories.FindMetadata(file, images))
        {
            var directory = TiffDirectories.Open(file, offset);
            dropped.Add(offset, directory.End - directory.Start);
            AddValues(directory, dropped, dropped);
        }

        output.Add(file.All);
        dropped.ClearIn(output.Written, kept);
        foreach (var offset in images)
        {
            WriteKept(file, TiffDirectories.Open(file, offset), output.Written);
        }
    }

    /// <summary>Adds the places where the values of a directory are.</summary>
    private static void AddValues(TiffDirectory directory, ByteRanges kept, ByteRanges dropped)
    {
        for (var i = 0; i < directory.Count; i++)
        {
            var entry = directory[i];
            if (entry.Length > TiffEntry.InlineLength)
            {
                (TiffTag.IsKept(entry.Tag) ? kept : dropped).Add(entry.Start, entry.Length);
            }
        }
    }

    /// <summary>Closes the ranks of the entries that are kept.</summary>
    private static void WriteKept(HeaderBytes file, TiffDirectory directory, Span<byte> output)
    {
        var position = directory.Entries;
        for (var i = 0; i < directory.Count; i++)
        {
            if (TiffTag.IsKept(directory[i].Tag))
            {
                file.Slice(directory.Entries + (i * TiffDirectory.EntryLength), TiffDirectory.EntryLength).CopyTo(output[position..]);
                position += TiffDirectory.EntryLength;
            }
        }

        var count = (ushort)((position - directory.Entries) / TiffDirectory.EntryLength);
        if (directory.IsLittleEndian)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(output[directory.Start..], count);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(output[directory.Start..], count);
        }

        output[position..directory.End].Clear();
        file.Slice(directory.End - TiffDirectory.NextLength, TiffDirectory.NextLength).CopyTo(output[position..]);
    }
}
