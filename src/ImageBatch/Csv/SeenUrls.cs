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
internal sealed class SeenUrls
{
    // Chunks, so that nothing is copied as they grow, and each is small enough to be collected with small objects.
    private const int ChunkSize = 4_096;

    private readonly List<UInt128[]> _hashes = [];
    private readonly ulong _spread = MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    // Indexes of images, from 1; 0 is free. The length is a power of two.
    private int[] _table = new int[1_024];
    private int _used;
    private int _count;

    /// <summary>Takes the URL of the job's next image; answers the index of the first that has it, null where this is the first.</summary>
    public int? Add(string url)
    {
        var hash = Hash(url);
        if (_count % ChunkSize == 0)
        {
            _hashes.Add(new UInt128[ChunkSize]);
        }

        var index = _count++;
        _hashes[^1][index % ChunkSize] = hash;
        var place = Find(hash);
        if (_table[place] is > 0 and var first)
        {
            return first - 1;
        }

        _table[place] = index + 1;
        if (++_used > _table.Length / 4 * 3)
        {
            Grow();
        }

        return null;
    }

    /// <summary>The place of a hash in the table, or the free one where it belongs (linear probing).</summary>
    private int Find(UInt128 hash)
    {
        var place = (int)(((ulong)hash * _spread) >> (64 - BitOperations.Log2((uint)_table.Length)));
        while (_table[place] is > 0 and var index && HashOf(index - 1) != hash)
        {
            place = (place + 1) & (_table.Length - 1);
        }

        return place;
    }

    private void Grow()
    {
        var old = _table;
        _table = new int[old.Length * 2];
        foreach (var index in old)
        {
            if (index > 0)
            {
                _table[Find(HashOf(index - 1))] = index;
            }
        }
    }

    private UInt128 HashOf(int index) => _hashes[index / ChunkSize][index % ChunkSize];

    private static UInt128 Hash(string url)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // The characters as they lie in memory: the hash never leaves the process.
        SHA256.HashData(MemoryMarshal.AsBytes(url.AsSpan()), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
