using System.Runtime.Intrinsics;

namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>
/// The colours of an image and how much of it each is. Where they are many, neighbouring ones are counted together,
/// by their mean.
/// </summary>
internal sealed class ColourHistogram
{
    /// <summary>Most colours. Beyond them a bit of each sample is given up.</summary>
    public const int Capacity = 1 << 15;

    /// <summary>No colour counts for more of the image: a background must not outweigh all that is before it.</summary>
    private const double LargestShare = 0.1;

    private const int Slots = 2 * Capacity;

    private readonly int[] _slots = new int[Slots];
    private readonly uint[] _keys = new uint[Capacity];
    private readonly long[] _counts = new long[Capacity];
    private readonly long[] _sums = new long[4 * Capacity];
    private uint _mask;

    public int Count { get; private set; }

    /// <summary>The mean colours.</summary>
    public Vector128<float>[] Colours { get; } = new Vector128<float>[Capacity];

    /// <summary>How much each of them counts; one together.</summary>
    public float[] Weights { get; } = new float[Capacity];

    /// <summary>Whether no pixel is transparent in the least.</summary>
    public bool IsOpaque { get; private set; }

    public void Clear()
    {
        Array.Fill(_slots, -1);
        (Count, _mask, IsOpaque) = (0, uint.MaxValue, true);
    }

    public void Add(ReadOnlySpan<uint> row)
    {
        for (var i = 0; i < row.Length;)
        {
            var start = i;
            var pixel = row[i];
            while (++i < row.Length && row[i] == pixel)
            {
            }

            // What is wholly transparent has no colour.
            AddSums(pixel >> 24 == 0 ? 0 : pixel, i - start);
        }
    }

    /// <summary>Makes <see cref="Colours"/> and <see cref="Weights"/> of what has been added.</summary>
    public void End(long pixels)
    {
        var (most, total) = (LargestShare * pixels, 0.0);
        foreach (var count in _counts.AsSpan(0, Count))
        {
            total += Math.Min(count, most);
        }

        for (var i = 0; i < Count; i++)
        {
            var mean = 0U;
            for (var sample = 0; sample < 4; sample++)
            {
                mean |= (uint)((_sums[(4 * i) + sample] + (_counts[i] / 2)) / _counts[i]) << (8 * sample);
            }

            IsOpaque &= mean >> 24 == 0xFF;
            Colours[i] = PerceptualColour.Of(mean);
            Weights[i] = (float)(Math.Min(_counts[i], most) / total);
        }
    }

    private void AddSums(uint pixel, long count)
    {
        var place = Place(pixel & _mask);
        _counts[place] += count;
        for (var sample = 0; sample < 4; sample++)
        {
            _sums[(4 * place) + sample] += (byte)(pixel >> (8 * sample)) * count;
        }
    }

    private int Place(uint key)
    {
        var slot = Find(key);
        if (_slots[slot] >= 0)
        {
            return _slots[slot];
        }

        if (Count == Capacity)
        {
            Coarsen();
            return Place(key & _mask);
        }

        _slots[slot] = Count;
        _keys[Count] = key;
        _counts[Count] = 0;
        _sums.AsSpan(4 * Count, 4).Clear();
        return Count++;
    }

    /// <summary>Gives up one bit more of each sample, and counts together what is the same then.</summary>
    private void Coarsen()
    {
        _mask &= (_mask << 1) & 0xFEFEFEFE;
        var before = Count;
        Array.Fill(_slots, -1);
        Count = 0;
        for (var i = 0; i < before; i++)
        {
            // A place is never behind the one that it takes over.
            var (key, count) = (_keys[i] & _mask, _counts[i]);
            var (r, g, b, a) = (_sums[4 * i], _sums[(4 * i) + 1], _sums[(4 * i) + 2], _sums[(4 * i) + 3]);
            var place = Place(key);
            _counts[place] += count;
            _sums[4 * place] += r;
            _sums[(4 * place) + 1] += g;
            _sums[(4 * place) + 2] += b;
            _sums[(4 * place) + 3] += a;
        }
    }

    private int Find(uint key)
    {
        var slot = (int)((key * 0x9E3779B1) >> 16) & (Slots - 1);
        while (_slots[slot] >= 0 && _keys[_slots[slot]] != key)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        return slot;
    }
}
