using System.Runtime.InteropServices;

namespace ImageBatch.ImageFiles;

/// <summary>Ranges of bytes of a file of a known length.</summary>
internal sealed class ByteRanges(int fileLength)
{
    private readonly List<(int Start, int End)> _ranges = [];

    /// <summary>Offset of the first byte behind all of them.</summary>
    public int End { get; private set; }

    /// <summary>Adds as much of a range as is inside the file.</summary>
    public void Add(long start, long length)
    {
        var end = Math.Min(start + length, fileLength);
        if (start >= 0 && start < end)
        {
            _ranges.Add(((int)start, (int)end));
            End = Math.Max(End, (int)end);
        }
    }

    /// <summary>Overwrites these ranges, but for what others hold, by zeros.</summary>
    public void ClearIn(Span<byte> file, ByteRanges others)
    {
        _ranges.Sort();
        others._ranges.Sort();
        var kept = CollectionsMarshal.AsSpan(others._ranges);
        var position = 0;
        foreach (var (start, end) in _ranges)
        {
            // What lies before it was looked at with a range before this one.
            position = Math.Max(position, start);
            while (position < end)
            {
                while (!kept.IsEmpty && kept[0].End <= position)
                {
                    kept = kept[1..];
                }

                if (!kept.IsEmpty && kept[0].Start <= position)
                {
                    position = kept[0].End;
                    continue;
                }

                var stop = kept.IsEmpty ? end : Math.Min(end, kept[0].Start);
                file[position..stop].Clear();
                position = stop;
            }
        }
    }
}
