using System.Buffers;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ImageBatch.Recompression.Tests.Fuzzing;

/// <summary>Memory whose last byte is the last before a page that may not be touched: reading on ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : MemoryManager<byte>
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private readonly nuint _mapped;
    private readonly byte* _map;
    private readonly int _room;
    private int _length;

    /// <param name="room">Most bytes that it will hold.</param>
    public GuardedMemory(int room)
    {
        var page = Environment.SystemPageSize;
        _room = (room + page - 1) / page * page;
        _mapped = (nuint)(_room + page);
        _map = (byte*)Map(0, _mapped, ReadWrite, PrivateAnonymous, -1, 0);
        if (_map == (byte*)-1 || Protect(_map + _room, (nuint)page, 0) != 0)
        {
            throw new Win32Exception();
        }
    }

    /// <summary>Puts bytes to the end.</summary>
    public Memory<byte> Place(ReadOnlySpan<byte> bytes)
    {
        _length = bytes.Length;
        bytes.CopyTo(GetSpan());
        return Memory;
    }

    public override Span<byte> GetSpan() => new(_map + _room - _length, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_map + _room - _length + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => _ = Unmap(_map, _mapped);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
