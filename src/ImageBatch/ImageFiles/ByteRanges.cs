using System.Runtime.InteropServices;
using ImageBatch.Model;

namespace ImageBatch.ImageFiles;

/// <summary>Ranges of bytes of a file of a known length.</summary>
internal sealed class ByteRanges(int fileLength)
{
    private readonly List<(int Start, int End)> _ranges = [];

    /// <summary>Offset of the first byte behind all of them that count.</summary>
    public int End { get; private set; }

    /// <summary>Adds as much of a range as is inside the file.</summary>
    /// <param name="start">Offset of the first byte.</param>
    /// <param name="length">The number of bytes.</param>
    /// <param name="counts">Whether <see cref="End"/> is behind it.</param>
    public void Add(long start, long length, bool counts = true)
    {
        var end = Math.Min(start + length, fileLength);
        if (start >= 0 && start < end)
        {
            Add((int)start, (int)end);
            End = counts ? Math.Max(End, (int)end) : End;
        }
    }

    private void Add(int start, int end)
    {
        // Places most often follow each other.
        if (_ranges.Count > 0 && _ranges[^1].Start <= start && start <= _ranges[^1].End)
        {
            _ranges[^1] = (_ranges[^1].Start, Math.Max(_ranges[^1].End, end));
        }
        else if (_ranges.Count < PartLimit.MostPlaces)
        {
            _ranges.Add((start, end));
        }
        else
        {
            throw new ImageException(
                ImageErrorCodes.ImageCorrupt,
                $"The image is broken: {PartLimit.Message(_ranges.Count + 1, PartLimit.MostPlaces, "places of data")}.");
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
