namespace ImageBatch.Recompression.Jpeg.Markers;

/// <summary>The scan header (T.81, B.2.3) and the order of blocks that follows from it (A.2).</summary>
internal sealed class ScanHeader
{
    /// <summary>Most blocks that an interleaved minimum coded unit may have (B.2.3).</summary>
    public const int MaxBlocksPerUnit = 10;

    private readonly FrameComponent[] _components = new FrameComponent[4];
    private readonly byte[] _dcTables = new byte[4];
    private readonly byte[] _acTables = new byte[4];
    private readonly byte[] _slots = new byte[MaxBlocksPerUnit];
    private int _count;
    private int _blocks;

    /// <summary>The scan's components; a component's place in here is its slot.</summary>
    public ReadOnlySpan<FrameComponent> Components => _components.AsSpan(0, _count);

    /// <summary>The DC table of each slot.</summary>
    public ReadOnlySpan<byte> DcTables => _dcTables.AsSpan(0, _count);

    /// <summary>The AC table of each slot.</summary>
    public ReadOnlySpan<byte> AcTables => _acTables.AsSpan(0, _count);

    /// <summary>The slot of each block of a minimum coded unit, in coded order.</summary>
    public ReadOnlySpan<byte> Slots => _slots.AsSpan(0, _blocks);

    /// <summary>Minimum coded units of the scan.</summary>
    public long Units { get; private set; }

    public void Read(ReadOnlySpan<byte> payload, FrameHeader frame)
    {
        var count = payload.Length == 0 ? 0 : payload[0];
        if (count is < 1 or > 4 || count > frame.Components.Length || payload.Length != 4 + (2 * count))
        {
            throw JpegErrors.Corrupt("the scan header has a wrong length");
        }

        // Spectral selection and approximation have no meaning in sequential scans: like libjpeg, don't insist on them.
        _count = count;
        var next = 0;
        for (var slot = 0; slot < count; slot++)
        {
            // Components come in the order of the frame, so each search goes on behind the last find.
            next = IndexOf(frame, payload[1 + (2 * slot)], next);
            _components[slot] = frame.Components[next++];
            _dcTables[slot] = (byte)(payload[2 + (2 * slot)] >> 4);
            _acTables[slot] = (byte)(payload[2 + (2 * slot)] & 15);
            if (_dcTables[slot] > 3 || _acTables[slot] > 3)
            {
                throw JpegErrors.Corrupt("a scan names a Huffman table beyond the fourth");
            }
        }

        OrderBlocks(frame);
    }

    private static int IndexOf(FrameHeader frame, byte id, int start)
    {
        for (var i = start; i < frame.Components.Length; i++)
        {
            if (frame.Components[i].Id == id)
            {
                return i;
            }
        }

        throw JpegErrors.Corrupt("a scan names a component that the frame does not have, or twice, or out of order");
    }

    private void OrderBlocks(FrameHeader frame)
    {
        if (_count == 1)
        {
            // A scan of one component is not interleaved, whatever its sampling factors (A.2.2).
            _blocks = 1;
            _slots[0] = 0;
            Units = (long)_components[0].BlocksWide * _components[0].BlocksHigh;
            return;
        }

        _blocks = 0;
        for (var slot = 0; slot < _count; slot++)
        {
            for (var block = _components[slot].H * _components[slot].V; block > 0; block--)
            {
                if (_blocks == MaxBlocksPerUnit)
                {
                    throw JpegErrors.Corrupt("a minimum coded unit has more than 10 blocks");
                }

                _slots[_blocks++] = (byte)slot;
            }
        }

        var width = 8 * frame.MaxH;
        var height = 8 * frame.MaxV;
        Units = (long)((frame.Width + width - 1) / width) * ((frame.Height + height - 1) / height);
    }
}
