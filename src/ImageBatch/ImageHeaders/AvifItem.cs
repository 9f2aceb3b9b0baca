namespace ImageBatch.ImageHeaders;

/// <summary>What the properties of an image item say (ISO/IEC 23008-12, 6.5; AV1-ISOBMFF, 2.3).</summary>
internal readonly record struct AvifItem(int Width, int Height, int Components, int Precision)
{
    /// <summary>An association names its property by at most 15 bits.</summary>
    private const int MaxProperties = 1 << 15;

    private const int BitsAWord = 32;

    /// <summary>Reads the properties of the primary item, which the meta box names.</summary>
    public static AvifItem ReadPrimary(HeaderBytes file, IsoBox meta)
    {
        var id = PrimaryId(file, meta);
        var properties = meta.Find(file, "iprp"u8, "item properties", IsoBox.FullBoxHeader);
        var container = properties.Find(file, "ipco"u8, "item properties");
        _ = properties.Find(file, "ipma"u8, "property associations");

        Span<uint> associated = stackalloc uint[MaxProperties / BitsAWord];
        associated.Clear();
        foreach (var box in properties.Children(file))
        {
            if (box.Is(file, "ipma"u8))
            {
                Collect(file, box, id, associated);
            }
        }

        return Read(file, container, associated);
    }

    /// <summary>The number of the primary item.</summary>
    public static uint PrimaryId(HeaderBytes file, IsoBox meta)
    {
        var primary = meta.Find(file, "pitm"u8, "primary item", IsoBox.FullBoxHeader);
        return file.Byte(primary.Content) == 0
            ? file.UInt16BigEndian(primary.Content + IsoBox.FullBoxHeader)
            : file.UInt32BigEndian(primary.Content + IsoBox.FullBoxHeader);
    }

    /// <summary>Marks the properties that an association box gives to the item (ISO/IEC 23008-12, 9.3.2).</summary>
    private static void Collect(HeaderBytes file, IsoBox box, uint id, Span<uint> associated)
    {
        var wideIds = file.Byte(box.Content) != 0;
        var wideIndexes = (file.Byte(box.Content + 3) & 1) != 0;
        var position = box.Content + IsoBox.FullBoxHeader + 4;
        for (var left = file.UInt32BigEndian(box.Content + IsoBox.FullBoxHeader); left > 0 && position < box.End; left--)
        {
            var item = wideIds ? file.UInt32BigEndian(position) : file.UInt16BigEndian(position);
            position += wideIds ? 4 : 2;
            for (int count = file.Byte(position++); count > 0; count--)
            {
                // The highest bit says whether the property is essential.
                var index = wideIndexes ? file.UInt16BigEndian(position) & 0x7FFF : file.Byte(position) & 0x7F;
                position += wideIndexes ? 2 : 1;
                if (item == id)
                {
                    associated[index / BitsAWord] |= 1u << (index % BitsAWord);
                }
            }
        }
    }

    private static AvifItem Read(HeaderBytes file, IsoBox container, ReadOnlySpan<uint> associated)
    {
        (int Width, int Height)? size = null;
        (int Components, int Precision) pixels = default, coding = default;
        var offset = container.Content;
        for (var index = 1; index < MaxProperties && IsoBox.TryRead(file, container, offset, out var box); index++)
        {
            offset = box.End;
            if ((associated[index / BitsAWord] & (1u << (index % BitsAWord))) == 0)
            {
                continue;
            }

            if (box.Is(file, "ispe"u8))
            {
                size ??= (
                    file.Dimension(file.UInt32BigEndian(box.Content + IsoBox.FullBoxHeader), "width"),
                    file.Dimension(file.UInt32BigEndian(box.Content + IsoBox.FullBoxHeader + 4), "height"));
            }
            else if (box.Is(file, "pixi"u8))
            {
                var channels = file.Byte(box.Content + IsoBox.FullBoxHeader);
                pixels = channels is 0 or > 4 ? default : (channels, file.Byte(box.Content + IsoBox.FullBoxHeader + 1));
            }
            else if (box.Is(file, "av1C"u8))
            {
                coding = Coding(file.Byte(box.Content + 2));
            }
        }

        var (width, height) = size
            ?? throw (container.End > file.Length ? file.Truncated() : file.Corrupt("it does not say its size"));
        var (components, precision) = pixels == default ? coding : pixels;
        return new(width, height, components, precision);
    }

    /// <summary>The bits high_bitdepth, twelve_bit and monochrome of an AV1CodecConfigurationRecord.</summary>
    private static (int Components, int Precision) Coding(byte flags)
    {
        var precision = (flags & 0x40) == 0 ? 8 : (flags & 0x20) == 0 ? 10 : 12;
        return ((flags & 0x10) == 0 ? 3 : 1, precision);
    }
}
