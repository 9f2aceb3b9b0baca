using System.Buffers;
using System.Numerics;

namespace ImageBatch.Processing;

/// <summary>
/// Arrays of the shared pool, up to a size. Larger ones are made anew: the pool would keep those that a few odd images took,
/// and give twice of what was asked for.
/// </summary>
internal static class PooledArray
{
    private const int LargestPooled = 1 << 20;

    /// <summary>What <see cref="Rent"/> really gives for a length: the pool's buckets are powers of two from 16 bytes on.</summary>
    public static long SizeOf(long length) =>
        length > LargestPooled ? length : (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(length, 16));

    public static byte[] Rent(int length) => length > LargestPooled
        ? GC.AllocateUninitializedArray<byte>(length)
        : ArrayPool<byte>.Shared.Rent(length);

    public static void Return(byte[] array)
    {
        if (array.Length is > 0 and <= LargestPooled)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
