using System.Buffers.Binary;

namespace ImageBatch.Recompression.Png.Chunks;

/// <summary>
/// What PLTE and tRNS say (PNG, clauses 11.2.2 and 11.3.1.1): a palette with its alphas, or one colour that is
/// transparent.
/// </summary>
internal sealed class ColourTable
{
    public const int MaxColours = 256;

    private readonly uint[] _colours = new uint[MaxColours];

    /// <summary>The palette, red in the lowest byte and alpha in the highest. Entries that the file lacks are opaque black.</summary>
    public ReadOnlySpan<uint> Colours => _colours;

    /// <summary>How many colours the file's palette has; 0 without one.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The samples of the colour that is transparent: 16 bits each, red lowest; grey is in all three. Null without one.
    /// </summary>
    public ulong? Key { get; private set; }

    public void Clear()
    {
        Array.Fill(_colours, 0xFF000000);
        (Count, Key) = (0, null);
    }

    public void ReadPalette(ReadOnlySpan<byte> data)
    {
        if (Count > 0 || data.Length % 3 != 0 || data.Length is 0 or > 3 * MaxColours)
        {
            throw PngErrors.Corrupt("its palette is no list of 1 to 256 colours");
        }

        Count = data.Length / 3;
        for (var i = 0; i < Count; i++)
        {
            _colours[i] = 0xFF000000 | data[3 * i] | (uint)(data[(3 * i) + 1] << 8) | (uint)(data[(3 * i) + 2] << 16);
        }
    }

    public void ReadTransparency(ReadOnlySpan<byte> data, PixelFormat format)
    {
        switch (format.Type)
        {
            case ColourType.Palette when data.Length <= Count:
                for (var i = 0; i < data.Length; i++)
                {
                    _colours[i] = (_colours[i] & 0x00FFFFFF) | ((uint)data[i] << 24);
                }

                break;
            case ColourType.Grey when data.Length == 2:
                Key = Sample(data, format) * 0x0001_0001_0001UL;
                break;
            case ColourType.Rgb when data.Length == 6:
                Key = Sample(data, format) | (Sample(data[2..], format) << 16) | (Sample(data[4..], format) << 32);
                break;
            case ColourType.GreyAlpha or ColourType.Rgba:
                // Not allowed, and without a meaning.
                break;
            default:
                throw PngErrors.Corrupt("its transparency does not fit its colours");
        }
    }

    /// <summary>Only as many bits count as a sample has.</summary>
    private static ulong Sample(ReadOnlySpan<byte> data, PixelFormat format) =>
        BinaryPrimitives.ReadUInt16BigEndian(data) & ((1UL << format.Depth) - 1);
}
