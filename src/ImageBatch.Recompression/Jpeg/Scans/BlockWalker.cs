using ImageBatch.Recompression.Jpeg.Markers;

namespace ImageBatch.Recompression.Jpeg.Scans;

/// <summary>Goes through the blocks of a scan in coded order (T.81, A.2).</summary>
internal ref struct BlockWalker
{
    private readonly ReadOnlySpan<FrameComponent> _components;
    private readonly ReadOnlySpan<byte> _slots;
    private readonly int _unitsWide;
    private int _unitX;
    private int _unitY;
    private int _place;
    private int _across;
    private int _down;

    /// <param name="scan">The scan.</param>
    /// <param name="unit">The minimum coded unit to begin with.</param>
    public BlockWalker(ScanHeader scan, int unit)
    {
        _components = scan.Components;
        _slots = scan.Slots;
        _unitsWide = scan.UnitsWide;
        _unitX = unit % _unitsWide;
        _unitY = unit / _unitsWide;
    }

    /// <summary>The slot of the current block's component.</summary>
    public readonly int Slot => _slots[_place];

    /// <summary>The current block's column in its component.</summary>
    public readonly int X => (_unitX * (_components.Length == 1 ? 1 : _components[Slot].H)) + _across;

    /// <summary>The current block's row in its component.</summary>
    public readonly int Y => (_unitY * (_components.Length == 1 ? 1 : _components[Slot].V)) + _down;

    /// <summary>Whether the current block is only there to fill a minimum coded unit.</summary>
    public readonly bool IsPadding => X >= _components[Slot].BlocksWide || Y >= _components[Slot].BlocksHigh;

    /// <summary>The current block's place in a plane.</summary>
    public readonly int Block(int stride) => (Y * stride) + X;

    public void Next()
    {
        var component = _components[_slots[_place]];
        if (++_place == _slots.Length)
        {
            (_place, _across, _down) = (0, 0, 0);
            if (++_unitX == _unitsWide)
            {
                _unitX = 0;
                _unitY++;
            }
        }
        else if (_components[_slots[_place]] != component)
        {
            (_across, _down) = (0, 0);
        }
        else if (++_across == component.H)
        {
            _across = 0;
            _down++;
        }
    }
}
