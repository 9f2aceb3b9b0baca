using System.Buffers;
using System.Numerics;

namespace ImageBatch.Processing;

/// <summary>
/// Arrays that are used again: small ones of the shared pool, and large ones of the length that was asked for, of which some
/// are kept while there is work. The shared pool would give twice of what was asked for, and keep for long what a few odd
/// images took.
/// </summary>
internal static class PooledArray
{
    /// <summary>Most bytes of large arrays that are kept.</summary>
    public const int MostKept = 64 << 20;

    private const int LargestShared = 1 << 20;

    private static readonly Lock Gate = new();
    private static readonly LinkedList<byte[]> Kept = [];
    private static long _kept;

    /// <summary>What is counted for a length: of the shared pool what it really gives, powers of two from 16 bytes on.</summary>
    public static long SizeOf(long length) =>
        length > LargestShared ? length : (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(length, 16));

    /// <summary>An array of at least this length, and a large one of at most a quarter more.</summary>
    public static byte[] Rent(int length)
    {
        if (length <= LargestShared)
        {
            return ArrayPool<byte>.Shared.Rent(length);
        }

        lock (Gate)
        {
            for (var node = Kept.Last; node is not null; node = node.Previous)
            {
                if (node.Value.Length >= length && node.Value.Length <= length + (length / 4L))
                {
                    return Take(node);
                }
            }
        }

        return GC.AllocateUninitializedArray<byte>(length);
    }

    public static void Return(byte[] array)
    {
        if (array.Length is > 0 and <= LargestShared)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
        else if (array.Length is > 0 and <= MostKept)
        {
            lock (Gate)
            {
                Kept.AddLast(array);
                _kept += array.Length;
                while (_kept > MostKept)
                {
                    Take(Kept.First!);
                }
            }
        }
    }

    /// <summary>Leaves the large arrays that are kept to the garbage collector.</summary>
    public static void Forget()
    {
        lock (Gate)
        {
            Kept.Clear();
            _kept = 0;
        }
    }

    private static byte[] Take(LinkedListNode<byte[]> node)
    {
        Kept.Remove(node);
        _kept -= node.Value.Length;
        return node.Value;
    }
}
