using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Pixels;

/// <summary>The colours of an image that has no more than a palette can hold, and the place of each in one.</summary>
internal sealed class ColourIndex
{
    private const int Slots = 1024;

    private readonly uint[] _keys = new uint[Slots];
    private readonly short[] _places = new short[Slots];
    private readonly uint[] _colours = new uint[ColourTable.MaxColours];
    private uint _last;

    /// <summary>How many colours there are; one more than fit once there are too many.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count > ColourTable.MaxColours;

    public ReadOnlySpan<uint> Colours => _colours.AsSpan(0, Math.Min(Count, _colours.Length));

    public void Clear()
    {
        Array.Fill(_places, (short)-1);
        Count = 0;
    }

    public void Add(ReadOnlySpan<uint> row)
    {
        foreach (var pixel in row)
        {
            if ((pixel != _last || Count == 0) && !IsFull)
            {
                _last = pixel;
                Add(pixel);
            }
        }
    }

    /// <summary>
    /// Brings the colours into the order of a palette: what is not opaque first, so that tRNS is short, then by
    /// brightness, so that neighbours look alike.
    /// </summary>
    public void Sort()
    {
        var colours = _colours.AsSpan(0, Count);
        colours.Sort(static (one, other) => Rank(one).CompareTo(Rank(other)));
        Array.Fill(_places, (short)-1);
        for (var i = 0; i < colours.Length; i++)
        {
            var slot = Find(colours[i]);
            (_keys[slot], _places[slot]) = (colours[i], (short)i);
        }
    }

    /// <summary>The places of the colours of a row, all of which have been added.</summary>
    public void Map(ReadOnlySpan<uint> row, Span<byte> places)
    {
        var (last, place) = (~row[0], (byte)0);
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] != last)
            {
                last = row[i];
                place = (byte)_places[Find(last)];
            }

            places[i] = place;
        }
    }

    private static ulong Rank(uint colour)
    {
        var luma = (299 * (colour & 0xFF)) + (587 * ((colour >> 8) & 0xFF)) + (114 * ((colour >> 16) & 0xFF));
        return (colour >> 24 == 0xFF ? 1UL << 63 : 0) | ((ulong)luma << 32) | colour;
    }

    private void Add(uint pixel)
    {
        var slot = Find(pixel);
        if (_places[slot] >= 0)
        {
            return;
        }

        if (Count < _colours.Length)
        {
            (_keys[slot], _places[slot]) = (pixel, (short)Count);
            _colours[Count] = pixel;
        }

        Count++;
    }

    /// <summary>The slot of a colour, or the free one where it would be.</summary>
    private int Find(uint pixel)
    {
        var slot = (int)((pixel * 0x9E3779B1) >> 22);
        while (_places[slot] >= 0 && _keys[slot] != pixel)
        {
            slot = (slot + 1) % Slots;
        }

        return slot;
    }
}
