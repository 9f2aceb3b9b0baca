using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ImageBatch.Csv;

/// <summary>
/// Knows the first image of each URL of a job. It keeps 128 bits of a URL's SHA-256 and not the URL: a million images
/// take some 40 MB, however long their URLs, and no uploader can make two URLs collide.
/// </summary>
internal sealed class SeenUrls
{
    private readonly Dictionary<UInt128, int> _first = [];

    /// <summary>Answers the index of the first image with this URL; null where this one is the first.</summary>
    public int? Add(string url, int index)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // The characters as they lie in memory: the hash never leaves the process.
        SHA256.HashData(MemoryMarshal.AsBytes(url.AsSpan()), hash);
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _first, MemoryMarshal.Read<UInt128>(hash), out var seen);
        if (seen)
        {
            return first;
        }

        first = index;
        return null;
    }
}
