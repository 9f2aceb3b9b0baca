namespace ImageBatch.Recompression.Jpeg.Markers;

/// <summary>The scan header (T.81, B.2.3) and the order of blocks that follows from it (A.2).</summary>
internal sealed class ScanHeader
{
    /// <summary>Most blocks that an interleaved minimum coded unit may have (B.2.3).</summary>
    public const int MaxBlocksPerUnit = 10;

    private readonly FrameComponent[] _components = new FrameComponent[4];
    private readonly int[] _indices = new int[4];
    private readonly byte[] _dcTables = new byte[4];
    private readonly byte[] _acTables = new byte[4];
    private readonly byte[] _slots = new byte[MaxBlocksPerUnit];
    private int _count;
    private int _blocks;

    /// <summary>The scan's components; a component's place in here is its slot.</summary>
    public ReadOnlySpan<FrameComponent> Components => _components.AsSpan(0, _count);

    /// <summary>The place of each slot's component in the frame.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, _count);

    /// <summary>The DC table of each slot.</summary>
    public ReadOnlySpan<byte> DcTables => _dcTables.AsSpan(0, _count);

    /// <summary>The AC table of each slot.</summary>
    public ReadOnlySpan<byte> AcTables => _acTables.AsSpan(0, _count);

    /// <summary>The slot of each block of a minimum coded unit, in coded order.</summary>
    public ReadOnlySpan<byte> Slots => _slots.AsSpan(0, _blocks);

    /// <summary>Minimum coded units of the scan.</summary>
    public int Units { get; private set; }

    /// <summary>Minimum coded units of a row.</summary>
    public int UnitsWide { get; private set; }

    /// <summary>The first coefficient of the band, in zigzag order (Ss).</summary>
    public int First { get; private set; }

    /// <summary>The last coefficient of the band (Se).</summary>
    public int Last { get; private set; }

    /// <summary>The bit that earlier scans came to, or 0 where there are none (Ah).</summary>
    public int HighBit { get; private set; }

    /// <summary>The lowest bit that the scan codes (Al).</summary>
    public int LowBit { get; private set; }

    public void Read(ReadOnlySpan<byte> payload, FrameHeader frame)
    {
        var count = payload.Length == 0 ? 0 : payload[0];
        if (count is < 1 or > 4 || count > frame.Components.Length || payload.Length != 4 + (2 * count))
        {
            throw JpegErrors.Corrupt("the scan header has a wrong length");
        }

        _count = count;
        var next = 0;
        for (var slot = 0; slot < count; slot++)
        {
            // Components come in the order of the frame, so each search goes on behind the last find.
            next = IndexOf(frame, payload[1 + (2 * slot)], next);
            _indices[slot] = next;
            _components[slot] = frame.Components[next++];
            _dcTables[slot] = (byte)(payload[2 + (2 * slot)] >> 4);
            _acTables[slot] = (byte)(payload[2 + (2 * slot)] & 15);
            if (_dcTables[slot] > 3 || _acTables[slot] > 3)
            {
                throw JpegErrors.Corrupt("a scan names a Huffman table beyond the fourth");
            }
        }

        OrderBlocks(frame);
        if (frame.IsProgressive)
        {
            // Spectral selection and approximation mean nothing in sequential scans: like libjpeg, don't look at them.
            ReadProgression(payload[^3..]);
        }
    }

    /// <summary>Lays out a scan of the output: all coefficients of some components of a frame.</summary>
    public void Begin(FrameHeader frame, ReadOnlySpan<int> indices)
    {
        _count = indices.Length;
        for (var slot = 0; slot < _count; slot++)
        {
            _indices[slot] = indices[slot];
            _components[slot] = frame.Components[indices[slot]];
        }

        OrderBlocks(frame);
    }

    /// <summary>Reads which bits of which coefficients the scan codes, and checks the rules of G.1.1.1.</summary>
    private void ReadProgression(ReadOnlySpan<byte> parameters)
    {
        First = parameters[0];
        Last = parameters[1];
        HighBit = parameters[2] >> 4;
        LowBit = parameters[2] & 15;
        var isBand = First == 0 ? Last == 0 : _count == 1 && Last >= First && Last <= 63;
        if (!isBand || LowBit > 13 || (HighBit != 0 && HighBit != LowBit + 1))
        {
            throw JpegErrors.Corrupt("a scan has an illegal band or approximation");
        }

        // Each scan must go on where the last one stopped. So there are no more scans than there are bits.
        foreach (var component in Components)
        {
            var last = HighBit == 0 ? FrameComponent.NotCoded : (sbyte)HighBit;
            var bits = component.Approximation.AsSpan(First, Last - First + 1);
            if (bits.ContainsAnyExcept(last))
            {
                throw JpegErrors.Corrupt("a scan codes what others have coded, or refines what none has");
            }

            bits.Fill((sbyte)LowBit);
        }
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
            UnitsWide = _components[0].BlocksWide;
            Units = UnitsWide * _components[0].BlocksHigh;
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
        UnitsWide = (frame.Width + width - 1) / width;
        Units = UnitsWide * ((frame.Height + height - 1) / height);
    }
}
