using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ImageBatch.Csv;

/// <summary>
/// Knows the first image of each URL of a job, in 21 to 28 bytes an image: 16 of its URL's hash, and a place in a table of
/// indexes that is filled by three eighths to three quarters.
/// </summary>
/// <remarks>
/// The hash is 128 bits of SHA-256. Two URLs that shared one would be one download, so that a product got another's picture. To
/// make such a pair takes some 2^64 hashes, and to meet a URL that somebody else wrote into the same catalogue 2^128; of a
/// million URLs that nobody chose, two collide once in 10^26 catalogues. A short hash with a secret seed would be as safe against
/// choosing, not against chance. Where a hash stands in the table is told by a random number of this upload, so that no choice of
/// URLs makes long searches.
/// </remarks>
internal sealed class SeenUrls : IDisposable
{
    private const int HashSize = 16;

    // Blocks, so that nothing is copied as they grow.
    private const int HashesOfBlock = 8 << 10;

    private readonly List<NativeBlock> _hashes = [];
    private readonly ulong _spread = MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    // Indexes of images, from 1; 0 is free. The number of places is a power of two.
    private int _places = 1 << 10;
    private NativeBlock _table;
    private int _used;
    private int _count;

    public SeenUrls() => _table = new(_places * sizeof(int));

    /// <summary>Takes the URL of the job's next image; answers the index of the first that has it, null where this is the first.</summary>
    public int? Add(string url)
    {
        var hash = Hash(url);
        if (_count % HashesOfBlock == 0)
        {
            _hashes.Add(new(HashesOfBlock * HashSize));
        }

        var index = _count++;
        _hashes[^1].Write((ulong)(index % HashesOfBlock * HashSize), hash);
        if (Find(hash, out var place) is { } first)
        {
            return first;
        }

        Set(place, index);
        if (++_used > _places / 4 * 3)
        {
            Grow();
        }

        return null;
    }

    public void Dispose()
    {
        _table.Dispose();
        _hashes.ForEach(block => block.Dispose());
    }

    /// <summary>The image of a hash, or null and the free place where it belongs (linear probing).</summary>
    private int? Find(UInt128 hash, out int place)
    {
        place = (int)(((ulong)hash * _spread) >> (64 - BitOperations.Log2((uint)_places)));
        while (_table.Read<int>((ulong)place * sizeof(int)) is > 0 and var entry)
        {
            if (HashOf(entry - 1) == hash)
            {
                return entry - 1;
            }

            place = (place + 1) & (_places - 1);
        }

        return null;
    }

    private void Set(int place, int index) => _table.Write((ulong)place * sizeof(int), index + 1);

    private void Grow()
    {
        var (old, places) = (_table, _places);
        _table = new(checked((_places *= 2) * sizeof(int)));
        using (old)
        {
            for (var i = 0; i < places; i++)
            {
                if (old.Read<int>((ulong)i * sizeof(int)) is > 0 and var entry)
                {
                    Find(HashOf(entry - 1), out var place);
                    Set(place, entry - 1);
                }
            }
        }
    }

    private UInt128 HashOf(int index) =>
        _hashes[index / HashesOfBlock].Read<UInt128>((ulong)(index % HashesOfBlock * HashSize));

    private static UInt128 Hash(string url)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // The characters as they lie in memory: the hash never leaves the process.
        SHA256.HashData(MemoryMarshal.AsBytes(url.AsSpan()), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
