using System.Runtime.InteropServices;

namespace ImageBatch.Benchmarks.Native;

/// <summary>Memory outside the managed heap that grows and stays: a warm call of the yardstick pays for none.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private void* _start;
    private nuint _length;

    public nint Address => (nint)_start;

    public void Ensure(long length)
    {
        if (_length < (nuint)length)
        {
            _start = NativeMemory.Realloc(_start, (nuint)length);
            _length = (nuint)length;
        }
    }

    public ReadOnlySpan<byte> Read(int length) =>
        (nuint)length <= _length ? new(_start, length) : throw new ArgumentOutOfRangeException(nameof(length));

    public void Dispose()
    {
        NativeMemory.Free(_start);
        _start = null;
        _length = 0;
    }
}
