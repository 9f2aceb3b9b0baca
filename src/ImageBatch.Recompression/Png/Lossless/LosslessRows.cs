using ImageBatch.Recompression.Pixels;
using ImageBatch.Recompression.Png.Chunks;
using ImageBatch.Recompression.Png.Encoding;
using ImageBatch.Recompression.Png.Pixels;

namespace ImageBatch.Recompression.Png.Lossless;

/// <summary>The pixels of an image in a format that can say all of them.</summary>
internal sealed class LosslessRows : IRowSource
{
    private ColourIndex _index = null!;
    private PixelReader _pixels = null!;
    private RowBuffer<uint> _row;
    private RowBuffer<ulong> _wide;
    private RowBuffer<byte> _places;

    public int Width => _pixels.Width;

    public int Height => _pixels.Height;

    public PixelFormat Format { get; private set; }

    public ulong? Key { get; private set; }

    public ReadOnlySpan<uint> Palette => Format.Type == ColourType.Palette ? _index.Colours : [];

    public void Begin(PixelReader pixels, PixelFormat format, ColourIndex index, ulong? key) =>
        (_pixels, Format, _index, Key) = (pixels, format, index, key);

    public void Read(int y, Span<byte> target)
    {
        if (Format.Depth == 16)
        {
            var wide = _wide.Take(Width);
            _pixels.Read(y, wide);
            RowPacker.Pack(wide, Format, target);
            return;
        }

        var row = _row.Take(Width);
        _pixels.Read(y, row);
        if (Format.Type == ColourType.Palette)
        {
            var places = _places.Take(Width);
            _index.Map(row, places);
            RowPacker.Pack(places, Format.Depth, target);
        }
        else
        {
            RowPacker.Pack(row, Format, target);
        }
    }
}
