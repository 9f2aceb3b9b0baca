using System.Buffers;
using System.Numerics;

namespace ImageBatch.Processing;

/// <summary>What the shared array pool really gives for a length, so that the budget counts what is held.</summary>
internal static class PooledArray
{
    /// <summary>The pool's buckets are powers of two from 16 bytes on.</summary>
    public static long SizeOf(long length) => (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(length, 16));

    public static byte[] Rent(int length) => ArrayPool<byte>.Shared.Rent(length);

    public static void Return(byte[] array)
    {
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
