namespace ImageBatch.Conformance;

/// <summary>Packs numbers into bytes from the lowest bit on, as GIF and WebP do.</summary>
internal sealed class LowBitWriter
{
    private readonly List<byte> _bytes = [];
    private int _used;

    public LowBitWriter Write(int value, int count)
    {
        for (var i = 0; i < count; i++, _used++)
        {
            if (_used % 8 == 0)
            {
                _bytes.Add(0);
            }

            _bytes[^1] |= (byte)(((value >> i) & 1) << (_used % 8));
        }

        return this;
    }

    /// <summary>Whole bytes; what is left of the last one is zero.</summary>
    public byte[] ToArray() => [.. _bytes];
}
