using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>Reads where the samples of a track are: sample sizes, and chunks of them (ISO/IEC 14496-12, 8.7.3 to 8.7.5).</summary>
internal readonly ref struct AvifSamples
{
    private const int RunLength = 12;

    private readonly HeaderBytes _file;
    private readonly IsoBox _chunks;
    private readonly IsoBox _runs;
    private readonly long _sizes;
    private readonly int _chunkFieldLength;
    private readonly int _sizeBits;
    private readonly uint _commonSize;
    private readonly uint _count;

    private AvifSamples(HeaderBytes file, IsoBox table)
    {
        _file = file;
        _chunkFieldLength = table.TryFind(file, "stco"u8, out _chunks) ? 4 : table.TryFind(file, "co64"u8, out _chunks) ? 8 : 0;
        var isCompact = !table.TryFind(file, "stsz"u8, out var sizes) && table.TryFind(file, "stz2"u8, out sizes);
        if (!table.TryFind(file, "stsc"u8, out _runs) || _chunkFieldLength == 0 || sizes == default)
        {
            _chunkFieldLength = 0;
            return;
        }

        // The same fields in either: a size, or its bits, and how many there are.
        var size = file.UInt32BigEndian(sizes.Content + IsoBox.FullBoxHeader);
        _count = file.UInt32BigEndian(sizes.Content + IsoBox.FullBoxHeader + 4);
        _sizes = sizes.Content + IsoBox.FullBoxHeader + 8;
        _commonSize = isCompact ? 0 : size;
        _sizeBits = isCompact ? (byte)size : 32;
        if (_commonSize == 0)
        {
            _count = (uint)Math.Min(_count, Math.Max(0, sizes.End - _sizes) * 8 / Math.Max(_sizeBits, 1));
        }
    }

    /// <summary>Goes through the chunks of a track.</summary>
    /// <param name="file">The file.</param>
    /// <param name="track">The track.</param>
    /// <param name="places">Takes their places; null where only their ends count.</param>
    /// <returns>Whether all chunks end inside the file.</returns>
    public static bool TryRead(HeaderBytes file, IsoBox track, ByteRanges? places = null) =>
        !AvifTrack.TryFindTable(file, track, out var table) || new AvifSamples(file, table).TryRead(places);

    private bool TryRead(ByteRanges? places)
    {
        if (_chunkFieldLength == 0)
        {
            return true;
        }

        var (sample, run) = (0L, 0L);
        var runs = Entries(_runs, RunLength);
        for (long chunk = 0, chunks = Entries(_chunks, _chunkFieldLength); chunk < chunks && runs > 0; chunk++)
        {
            while (run + 1 < runs && Run(run + 1, field: 0) <= chunk + 1)
            {
                run++;
            }

            var field = _chunks.Content + IsoBox.FullBoxHeader + 4 + (chunk * _chunkFieldLength);
            var start = _chunkFieldLength == 4 ? _file.UInt32BigEndian(field) : _file.UInt64BigEndian(field);
            var length = LengthOf(ref sample, Run(run, field: 1));
            if (length > 0 && (start > (ulong)_file.Length || (long)start + length > _file.Length))
            {
                return false;
            }

            places?.Add((long)Math.Min(start, int.MaxValue), length);
        }

        return true;
    }

    /// <summary>Bytes of the next samples, as many as there are.</summary>
    private long LengthOf(ref long sample, long count)
    {
        var last = Math.Min(sample + count, _count);
        if (_commonSize != 0)
        {
            var length = (ulong)(last - sample) * _commonSize;
            sample = last;
            return (long)Math.Min(length, int.MaxValue);
        }

        long sum = 0;
        for (; sample < last; sample++)
        {
            sum += SizeOf(sample);
        }

        return sum;
    }

    private long SizeOf(long sample) => _sizeBits switch
    {
        4 => (_file.Byte(_sizes + (sample / 2)) >> (sample % 2 == 0 ? 4 : 0)) & 15,
        8 => _file.Byte(_sizes + sample),
        16 => _file.UInt16BigEndian(_sizes + (sample * 2)),
        32 => _file.UInt32BigEndian(_sizes + (sample * 4)),
        _ => throw _file.Broken("the sizes of its samples cannot be read"),
    };

    private uint Run(long run, int field) =>
        _file.UInt32BigEndian(_runs.Content + IsoBox.FullBoxHeader + 4 + (run * RunLength) + (field * 4));

    /// <summary>How many entries a table has: no more than there is room for.</summary>
    private long Entries(IsoBox box, int length)
    {
        var first = box.Content + IsoBox.FullBoxHeader + 4;
        return Math.Min(_file.UInt32BigEndian(first - 4), Math.Max(0, box.End - first) / length);
    }
}
