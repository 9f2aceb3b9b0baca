using System.Buffers;

namespace ImageBatch.Conformance;

/// <summary>
/// Takes an output and gives as little as its contract allows: buffers no longer than asked for, each of them dead
/// after the next call. A codec that writes elsewhere than it said is found out.
/// </summary>
internal sealed class StrictBufferWriter : IBufferWriter<byte>
{
    private const int Smallest = 64;
    private const byte Poison = 0xA5;

    private readonly List<byte> _written = [];
    private byte[] _current = [];

    public byte[] Written => [.. _written];

    public void Advance(int count)
    {
        Assert.InRange(count, 0, _current.Length);
        _written.AddRange(_current.AsSpan(0, count));
        Retire();
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Assert.True(sizeHint >= 0, "A size hint is not negative.");
        Retire();
        return _current = new byte[Math.Max(sizeHint, Smallest)];
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Whoever reads the buffer after this reads rubbish, and whoever writes to it writes nowhere.</summary>
    private void Retire()
    {
        _current.AsSpan().Fill(Poison);
        _current = [];
    }
}
