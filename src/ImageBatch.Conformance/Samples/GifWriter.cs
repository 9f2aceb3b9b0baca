namespace ImageBatch.Conformance;

/// <summary>GIF89a, still and animated. Codes stay at nine bits, since the table is cleared before it outgrows them.</summary>
internal static class GifWriter
{
    private const int MinimumCodeSize = 8;
    private const int CodeSize = MinimumCodeSize + 1;
    private const int Clear = 1 << MinimumCodeSize;
    private const int End = Clear + 1;

    /// <summary>The table holds 258 codes when it is empty and grows by one a code, the first after a clear excepted.</summary>
    private const int CodesBetweenClears = 250;

    private const int BlockLength = 255;

    /// <param name="marker">A comment and an XMP packet with this text, or null.</param>
    /// <param name="frames">Indexed images and their places; the first covers the canvas.</param>
    public static SampleFile Write(string? marker, params (int Left, int Top, SampleImage Image)[] frames)
    {
        var first = frames[0].Image;
        var file = new ByteWriter(isLittleEndian: true).Text("GIF89a").UInt16(first.Width).UInt16(first.Height).Bytes(0xF7, 0, 0)
            .Bytes(first.Palette).Bytes(new byte[(3 * 256) - first.Palette.Length]);
        if (frames.Length > 1)
        {
            file.Bytes(0x21, 0xFF, 11).Text("NETSCAPE2.0").Bytes(3, 1, 0, 0, 0);
        }

        if (marker is not null)
        {
            file.Bytes(0x21, 0xFE).Byte(marker.Length).Text(marker).Byte(0);

            // The packet is not in sub-blocks; a trailer of 258 bytes leads every reader of such out of it.
            file.Bytes(0x21, 0xFF, 11).Text("XMP DataXMP").Bytes((SampleKinds.Marker with { Marker = marker }).Xmp).Byte(1);
            for (var value = 255; value >= 0; value--)
            {
                file.Byte(value);
            }

            file.Byte(0);
        }

        var (dataOffset, needed) = (0, 0);
        foreach (var (left, top, image) in frames)
        {
            var flags = image.TransparentIndex is null ? 4 : 5;
            file.Bytes(0x21, 0xF9, 4).Byte(flags).UInt16(10).Byte(image.TransparentIndex ?? 0).Byte(0);
            file.Byte(0x2C).UInt16(left).UInt16(top).UInt16(image.Width).UInt16(image.Height).Byte(0).Byte(MinimumCodeSize);
            dataOffset = dataOffset == 0 ? file.Length : dataOffset;
            needed = WriteCodes(file, image.Samples);
        }

        return new(file.Byte(0x3B).ToArray(), dataOffset, needed);
    }

    /// <summary>Writes the sub-blocks and returns where the last code of a pixel ends.</summary>
    private static int WriteCodes(ByteWriter file, ushort[] indices)
    {
        var bits = new LowBitWriter();
        for (var i = 0; i < indices.Length; i++)
        {
            if (i % CodesBetweenClears == 0)
            {
                bits.Write(Clear, CodeSize);
            }

            bits.Write(indices[i], CodeSize);
        }

        var pixels = bits.ToArray().Length;
        var needed = file.Length + pixels + ((pixels + BlockLength - 1) / BlockLength);
        bits.Write(End, CodeSize);
        foreach (var block in bits.ToArray().Chunk(BlockLength))
        {
            file.Byte(block.Length).Bytes(block);
        }

        file.Byte(0);
        return needed;
    }
}
