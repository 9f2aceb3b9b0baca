using ImageBatch.Recompression.Pixels;
using ImageBatch.Recompression.Png.Chunks;
using ImageBatch.Recompression.Png.Encoding;
using ImageBatch.Recompression.Png.Pixels;

namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>An image of few colours that looks like another of many.</summary>
internal sealed class QuantizedRows : IRowSource
{
    private readonly ColourHistogram _histogram = new();
    private readonly PaletteFinder _finder = new();
    private readonly Ditherer _ditherer = new();
    private readonly RowStore _places = new();
    private readonly uint[] _palette = new uint[ColourTable.MaxColours];
    private RowBuffer<uint> _row;
    private int _count;

    public int Width { get; private set; }

    public int Height { get; private set; }

    public PixelFormat Format => new(ColourType.Palette, PixelFormat.PaletteDepth(_count));

    public ReadOnlySpan<uint> Palette => _palette.AsSpan(0, _count);

    public ulong? Key => null;

    public void Read(int y, Span<byte> target) => RowPacker.Pack(_places.Row(y), Format.Depth, target);

    /// <summary>Quantizes an image.</summary>
    /// <returns>Whether a palette is good enough for the quality.</returns>
    public bool TryMake(PixelReader pixels, int quality, CancellationToken cancellationToken)
    {
        (Width, Height) = (pixels.Width, pixels.Height);
        _histogram.Clear();
        var row = _row.Take(Width);
        for (var y = 0; y < Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pixels.Read(y, row);
            _histogram.Add(row);
        }

        _histogram.End((long)Width * Height);
        if (!_finder.TryFind(_histogram, QualityBound.Of(quality), cancellationToken))
        {
            return false;
        }

        MakePalette();
        _places.Begin(Width, Height);
        _ditherer.Map(pixels, Palette, _histogram.IsOpaque, _finder.Error, _places, cancellationToken);
        return true;
    }

    public void Clear() => _places.Clear();

    /// <summary>Rounds the colours to 8 bits; what is not opaque comes first, so that tRNS is short.</summary>
    private void MakePalette()
    {
        _count = 0;
        foreach (var colour in _finder.Palette)
        {
            _palette[_count++] = PerceptualColour.ToPixel(colour);
        }

        var palette = _palette.AsSpan(0, _count);
        palette.Sort(static (one, other) => (one >> 24 == 0xFF, one).CompareTo((other >> 24 == 0xFF, other)));
        var unique = 1;
        for (var i = 1; i < palette.Length; i++)
        {
            if (palette[i] != palette[unique - 1])
            {
                palette[unique++] = palette[i];
            }
        }

        _count = unique;
    }
}
