using System.Runtime.Intrinsics;
using ImageBatch.Recompression.Png.Pixels;

namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>A row with those around it, and how strongly each of its pixels may be dithered.</summary>
internal sealed class DitherRows
{
    private const float Base = 15f / 16;

    private PixelReader _pixels = null!;
    private uint[] _row = [];
    private Vector128<float>[] _above = [];
    private Vector128<float>[] _below = [];

    public Vector128<float>[] Current { get; private set; } = [];

    public float[] Strengths { get; private set; } = [];

    public void Begin(PixelReader pixels)
    {
        _pixels = pixels;
        var width = pixels.Width;
        if (_row.Length < width)
        {
            (_row, Strengths) = (new uint[width], new float[width]);
            (_above, Current, _below) = (new Vector128<float>[width], new Vector128<float>[width], new Vector128<float>[width]);
        }

        Load(0, _below);
        _below.CopyTo(Current, 0);
    }

    /// <summary>Goes to a row, each time the next.</summary>
    public void Advance(int y)
    {
        (_above, Current, _below) = (Current, _below, _above);
        if (y + 1 < _pixels.Height)
        {
            Load(y + 1, _below);
        }
        else
        {
            Current.CopyTo(_below, 0);
        }
    }

    /// <summary>Fills the strengths.</summary>
    /// <param name="places">The colours of the row without dithering.</param>
    /// <param name="above">Those of the row above.</param>
    /// <param name="below">Those of the row below.</param>
    public void Measure(ReadOnlySpan<byte> places, ReadOnlySpan<byte> above, ReadOnlySpan<byte> below)
    {
        for (var start = 0; start < places.Length;)
        {
            var end = start;
            var neighbours = 0;
            for (; end < places.Length && places[end] == places[start]; end++)
            {
                neighbours += 10 + (above[end] == places[start] ? 15 : 0) + (below[end] == places[start] ? 15 : 0);
            }

            var area = Base * (1 - (20f / (20 + neighbours)));
            for (; start < end; start++)
            {
                Strengths[start] = area * Smoothness(start);
            }
        }
    }

    /// <summary>1 where colours change evenly, down to a third at edges.</summary>
    private float Smoothness(int x)
    {
        var twice = Current[x] + Current[x];
        var horizontal = Current[Math.Max(x - 1, 0)] + Current[Math.Min(x + 1, _pixels.Width - 1)] - twice;
        var vertical = _above[x] + _below[x] - twice;
        var largest = Vector128.Max(Vector128.Abs(horizontal), Vector128.Abs(vertical));
        var edge = Math.Max(
            Math.Max(largest.GetElement(0), largest.GetElement(1)), Math.Max(largest.GetElement(2), largest.GetElement(3)));
        return (1 - Math.Min(edge, 1) + 0.5f) / 1.5f;
    }

    private void Load(int y, Vector128<float>[] target)
    {
        var row = _row.AsSpan(0, _pixels.Width);
        _pixels.Read(y, row);
        for (var x = 0; x < row.Length; x++)
        {
            target[x] = PerceptualColour.Of(row[x]);
        }
    }
}
