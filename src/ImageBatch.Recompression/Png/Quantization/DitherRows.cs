using System.Runtime.Intrinsics;
using ImageBatch.Recompression.Pixels;

namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>A row, and how strongly each of its pixels may be dithered.</summary>
internal sealed class DitherRows
{
    private const float Base = 15f / 16;

    private readonly NeighbourRows _rows = new();
    private RowBuffer<float> _strengths;
    private int _width;

    public ReadOnlySpan<Vector128<float>> Current => _rows.Current;

    public ReadOnlySpan<float> Strengths => _strengths.Take(_width);

    public void Begin(IPixelRows<uint> pixels)
    {
        _width = pixels.Width;
        _rows.Begin(pixels);
    }

    /// <summary>Goes to a row, each time the next, and fills its strengths.</summary>
    /// <param name="y">The row.</param>
    /// <param name="places">The colours of the row without dithering.</param>
    /// <param name="above">Those of the row above.</param>
    /// <param name="below">Those of the row below.</param>
    public void Advance(int y, ReadOnlySpan<byte> places, ReadOnlySpan<byte> above, ReadOnlySpan<byte> below)
    {
        _rows.Advance(y);
        var strengths = _strengths.Take(_width);
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
                strengths[start] = area * Smoothness(start);
            }
        }
    }

    /// <summary>1 where colours change evenly, down to a third at edges and, sooner, in noise, which hides steps by itself.</summary>
    private float Smoothness(int x)
    {
        var (horizontal, vertical) = _rows.Contrast(x);
        var calm = 1 - ((horizontal + vertical) / 2);
        calm *= calm;
        return (Math.Min(1 - Math.Max(horizontal, vertical), calm * calm) + 0.5f) / 1.5f;
    }
}
