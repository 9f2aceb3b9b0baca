using System.Runtime.Intrinsics;
using ImageBatch.Recompression.Pixels;

namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>The colours of a row and of those around it, and how much they change from pixel to pixel.</summary>
internal sealed class NeighbourRows
{
    private IPixelRows<uint> _pixels = null!;
    private Vector128<float>[] _above = [];
    private Vector128<float>[] _current = [];
    private Vector128<float>[] _below = [];
    private uint[] _pixelsBelow = [];

    /// <summary>The colours of the row.</summary>
    public ReadOnlySpan<Vector128<float>> Current => _current.AsSpan(0, _pixels.Width);

    public void Begin(IPixelRows<uint> pixels)
    {
        _pixels = pixels;
        var width = pixels.Width;
        if (_current.Length < width)
        {
            (_above, _current, _below) = (new Vector128<float>[width], new Vector128<float>[width], new Vector128<float>[width]);
            _pixelsBelow = new uint[width];
        }

        Load(0, _below);
        _below.CopyTo(_current, 0);
    }

    /// <summary>Goes to a row, each time the next. Beyond the edges the last row is repeated.</summary>
    public void Advance(int y)
    {
        (_above, _current, _below) = (_current, _below, _above);
        if (y + 1 < _pixels.Height)
        {
            Load(y + 1, _below);
        }
        else
        {
            _current.CopyTo(_below, 0);
        }
    }

    /// <summary>
    /// How much a pixel differs from what its neighbours on both sides would let expect: nothing in an even slope, in a
    /// straight edge in one direction, in noise in both.
    /// </summary>
    public (float Horizontal, float Vertical) Contrast(int x)
    {
        var twice = _current[x] + _current[x];
        return (
            Largest(_current[Math.Max(x - 1, 0)] + _current[Math.Min(x + 1, _pixels.Width - 1)] - twice),
            Largest(_above[x] + _below[x] - twice));
    }

    private static float Largest(Vector128<float> difference)
    {
        var sizes = Vector128.Abs(difference);
        return Math.Min(
            1, Math.Max(Math.Max(sizes.GetElement(0), sizes.GetElement(1)), Math.Max(sizes.GetElement(2), sizes.GetElement(3))));
    }

    private void Load(int y, Vector128<float>[] target)
    {
        var row = _pixelsBelow.AsSpan(0, _pixels.Width);
        _pixels.Read(y, row);
        for (var x = 0; x < row.Length; x++)
        {
            target[x] = PerceptualColour.Of(row[x]);
        }
    }
}
