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

    private RentedBuffer? _last;

    /// <summary>Whether more was asked for than there may be.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Bytes of the buffers in use.</summary>
    public long Used { get; private set; }

    /// <summary>The most bytes that were in use at a time.</summary>
    public long Peak { get; private set; }

    public override IMemoryOwner<T> Allocate<T>(int length, AllocationOptions options = AllocationOptions.None)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = (long)length * Unsafe.SizeOf<T>();
        if (bytes > limit - Used)
        {
            IsExceeded = true;
            throw new InvalidMemoryOperationException("An image takes more memory than it may.");
        }

        var buffer = new RentedBuffer<T>(this, pool.Allocate<T>(length, options), bytes);
        Used += bytes;
        Peak = Math.Max(Peak, Used);
        if (_last is not null)
        {
            (_last.Next, buffer.Previous) = (buffer, _last);
        }

        _last = buffer;
        return buffer;
    }

    public void Dispose()
    {
        while (_last is not null)
        {
            _last.Dispose();
        }
    }

    protected override int GetBufferCapacityInBytes() => BufferLength;

    private void Return(RentedBuffer buffer)
    {
        Used -= buffer.Bytes;
        if (buffer.Next is null)
        {
            _last = buffer.Previous;
        }
        else
        {
            buffer.Next.Previous = buffer.Previous;
        }

        if (buffer.Previous is not null)
        {
            buffer.Previous.Next = buffer.Next;
        }

        (buffer.Previous, buffer.Next) = (null, null);
    }

    private abstract class RentedBuffer(long bytes) : IDisposable
    {
        public long Bytes { get; } = bytes;

        public RentedBuffer? Previous { get; set; }

        public RentedBuffer? Next { get; set; }

        public abstract void Dispose();
    }

    private sealed class RentedBuffer<T>(WorkingMemory memory, IMemoryOwner<T> owner, long bytes) : RentedBuffer(bytes), IMemoryOwner<T>
    {
        private bool _isReturned;

        public Memory<T> Memory => owner.Memory;

        public override void Dispose()
        {
            if (!_isReturned)
            {
                _isReturned = true;
                memory.Return(this);
                owner.Dispose();
            }
        }
    }
}
