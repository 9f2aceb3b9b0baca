using System.Buffers.Binary;
using ImageBatch.Recompression.Pixels;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Pixels;

/// <summary>
/// Reads decoded rows as pixels of red, green, blue and alpha, red in the lowest bits: 8 bits each in a
/// <see cref="uint"/>, or 16 in a <see cref="ulong"/>.
/// </summary>
internal sealed class PixelReader : IPixelRows<uint>, IPixelRows<ulong>
{
    private const ulong Opaque = 0xFFFF_0000_0000_0000;

    private readonly uint[] _values = new uint[256];
    private RowStore _rows = null!;
    private PixelFormat _format;
    private ulong? _key;
    private RowBuffer<ulong> _wide;

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Whether pixels have 16 bits a sample, of which <see cref="Read(int, Span{uint})"/> gives the nearest 8.</summary>
    public bool IsWide => _format.Depth == 16;

    public void Begin(PngFile png, RowStore rows)
    {
        (Width, Height) = (png.Header.Width, png.Header.Height);
        (_rows, _format, _key) = (rows, png.Header.Format, png.Colours.Key);
        if (_format.Type == ColourType.Palette)
        {
            png.Colours.Colours.CopyTo(_values);
        }
        else if (_format is { Type: ColourType.Grey, Depth: <= 8 })
        {
            FillGreys();
        }
    }

    /// <summary>Reads a row with 8 bits a sample.</summary>
    public void Read(int y, Span<uint> target)
    {
        if (IsWide)
        {
            var wide = _wide.Take(Width);
            Read(y, wide);
            for (var i = 0; i < wide.Length; i++)
            {
                target[i] = Narrow(wide[i]);
            }

            return;
        }

        var row = _rows.Row(y);
        switch (_format.Type)
        {
            case ColourType.Grey or ColourType.Palette:
                ReadValues(row, target);
                break;
            case ColourType.Rgb:
                ReadRgb(row, target);
                break;
            case ColourType.GreyAlpha:
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = (row[2 * i] * 0x010101U) | ((uint)row[(2 * i) + 1] << 24);
                }

                break;
            default:
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * i)..]);
                }

                break;
        }
    }

    /// <summary>Reads a row with 16 bits a sample, of an image that has them.</summary>
    public void Read(int y, Span<ulong> target)
    {
        var row = _rows.Row(y);
        var step = _format.Channels * 2;
        for (var i = 0; i < target.Length; i++, row = row[step..])
        {
            ulong first = BinaryPrimitives.ReadUInt16BigEndian(row);
            var pixel = _format.Type is ColourType.Grey or ColourType.GreyAlpha
                ? first * 0x0001_0001_0001UL
                : first | ((ulong)BinaryPrimitives.ReadUInt16BigEndian(row[2..]) << 16)
                    | ((ulong)BinaryPrimitives.ReadUInt16BigEndian(row[4..]) << 32);
            target[i] = _format.Type is ColourType.GreyAlpha or ColourType.Rgba
                ? pixel | ((ulong)BinaryPrimitives.ReadUInt16BigEndian(row[(step - 2)..]) << 48)
                : pixel == _key ? pixel : pixel | Opaque;
        }
    }

    /// <summary>The nearest 8 bits of each sample; exact where its two bytes are the same.</summary>
    private static uint Narrow(ulong pixel)
    {
        var narrow = 0U;
        for (var sample = 0; sample < 4; sample++)
        {
            var value = (uint)(ushort)(pixel >> (16 * sample));
            narrow |= (((value * 255) + 32_895) >> 16) << (8 * sample);
        }

        return narrow;
    }

    /// <summary>What a grey sample stands for, at any depth: all ones are white.</summary>
    private void FillGreys()
    {
        var largest = (1U << _format.Depth) - 1;
        for (var value = 0U; value <= largest; value++)
        {
            var grey = (value * (255 / largest)) * 0x010101U;
            _values[value] = _key is { } key && (key & 0xFFFF) == value ? grey : grey | 0xFF000000;
        }
    }

    private void ReadValues(ReadOnlySpan<byte> row, Span<uint> target)
    {
        var values = _values;
        if (_format.Depth == 8)
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = values[row[i]];
            }

            return;
        }

        var depth = _format.Depth;
        var mask = (1 << depth) - 1;
        for (var i = 0; i < target.Length; i++)
        {
            var bit = i * depth;
            target[i] = values[(row[bit >> 3] >> (8 - depth - (bit & 7))) & mask];
        }
    }

    private void ReadRgb(ReadOnlySpan<byte> row, Span<uint> target)
    {
        // The key in 8 bits a sample; no pixel is equal to the one where there is none.
        var key = _key is { } samples ? (uint)((samples & 0xFF) | ((samples >> 8) & 0xFF00) | ((samples >> 16) & 0xFF0000)) : uint.MaxValue;
        for (var i = 0; i < target.Length; i++)
        {
            var at = 3 * i;
            var pixel = row[at] | ((uint)row[at + 1] << 8) | ((uint)row[at + 2] << 16);
            target[i] = pixel == key ? pixel : pixel | 0xFF000000;
        }
    }
}
