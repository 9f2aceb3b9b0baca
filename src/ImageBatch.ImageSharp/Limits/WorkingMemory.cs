using System.Buffers;
using System.Runtime.CompilerServices;
using SixLabors.ImageSharp.Memory;

namespace ImageBatch.ImageSharp.Limits;

/// <summary>
/// The library's memory for one image: buffers of a shared pool, up to a limit for all of them together, and given back in
/// the end even where the library drops one in an exception.
/// </summary>
/// <remarks>
/// The library's own limit is for a single buffer. Every decoder and encoder asks for buffers as it goes, so that it is also
/// a place to notice a cancellation in loops that look at no token. Used by one thread.
/// </remarks>
internal sealed class WorkingMemory(MemoryAllocator pool, long limit, CancellationToken cancellationToken)
    : MemoryAllocator, IDisposable
{
    // The length of a pooled buffer, 4 MiB, so that large images consist of such.
    private const int BufferLength = 1 << 22;

    private readonly HashSet<IDisposable> _rented = [];
    private long _used;

    /// <summary>The most bytes that were in use at a time.</summary>
    public long Peak { get; private set; }

    public override IMemoryOwner<T> Allocate<T>(int length, AllocationOptions options = AllocationOptions.None)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = (long)length * Unsafe.SizeOf<T>();
        if (bytes > limit - _used)
        {
            throw new InvalidMemoryOperationException("An image takes more memory than it may.");
        }

        var buffer = new RentedBuffer<T>(this, pool.Allocate<T>(length, options), bytes);
        _rented.Add(buffer);
        _used += bytes;
        Peak = Math.Max(Peak, _used);
        return buffer;
    }

    public void Dispose()
    {
        foreach (var buffer in _rented.ToArray())
        {
            buffer.Dispose();
        }
    }

    protected override int GetBufferCapacityInBytes() => BufferLength;

    private sealed class RentedBuffer<T>(WorkingMemory memory, IMemoryOwner<T> owner, long bytes) : IMemoryOwner<T>
    {
        public Memory<T> Memory => owner.Memory;

        public void Dispose()
        {
            if (memory._rented.Remove(this))
            {
                memory._used -= bytes;
                owner.Dispose();
            }
        }
    }
}
