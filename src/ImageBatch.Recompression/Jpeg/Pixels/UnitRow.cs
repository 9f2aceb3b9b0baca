using ImageBatch.Recompression.Pixels;

namespace ImageBatch.Recompression.Jpeg.Pixels;

/// <summary>
/// The samples of all components in one row of minimum coded units. Beyond the right and the lower edge of the image its
/// last pixels are repeated.
/// </summary>
internal sealed class UnitRow
{
    private readonly RowBuffer<float>[] _planes = new RowBuffer<float>[3];
    private readonly RowBuffer<float>[] _chroma = new RowBuffer<float>[2];
    private RowBuffer<uint> _row;
    private PixelEncoding _encoding;
    private int _width;

    public void Begin(int width, PixelEncoding encoding)
    {
        _encoding = encoding;
        _width = (width + encoding.UnitSide - 1) / encoding.UnitSide * encoding.UnitSide;
    }

    /// <summary>From one row of a component's samples to the next.</summary>
    public int Stride(int component) => component > 0 && _encoding.IsHalved ? _width / 2 : _width;

    /// <summary>The samples of a component, less 128.</summary>
    public Span<float> Samples(int component)
    {
        var side = component > 0 && _encoding.IsHalved ? _encoding.UnitSide / 2 : _encoding.UnitSide;
        return _planes[component].Take(side * Stride(component));
    }

    /// <summary>Reads the rows from one on.</summary>
    public void Read(IPixelRows<uint> pixels, int top)
    {
        var row = _row.Take(_width);
        for (var y = 0; y < _encoding.UnitSide; y++)
        {
            if (top + y < pixels.Height)
            {
                pixels.Read(top + y, row[..pixels.Width]);
                row[pixels.Width..].Fill(row[pixels.Width - 1]);
            }

            Convert(row, y);
        }
    }

    private void Convert(ReadOnlySpan<uint> row, int y)
    {
        var luma = Samples(0).Slice(y * _width, _width);
        if (!_encoding.IsColour)
        {
            ColourRow.ToGrey(row, luma);
        }
        else if (!_encoding.IsHalved)
        {
            ColourRow.ToYCbCr(row, luma, Samples(1).Slice(y * _width, _width), Samples(2).Slice(y * _width, _width));
        }
        else
        {
            var blue = _chroma[0].Take(2 * _width);
            var red = _chroma[1].Take(2 * _width);
            var at = y % 2 * _width;
            ColourRow.ToYCbCr(row, luma, blue.Slice(at, _width), red.Slice(at, _width));
            if (y % 2 != 0)
            {
                var half = _width / 2;
                ColourRow.Halve(blue[.._width], blue[_width..], Samples(1).Slice(y / 2 * half, half));
                ColourRow.Halve(red[.._width], red[_width..], Samples(2).Slice(y / 2 * half, half));
            }
        }
    }
}
