namespace ImageBatch.Conformance;

/// <summary>WebP (RFC 9649): lossless images without transforms, in the simple and the extended layout, still and animated.</summary>
internal static class WebPWriter
{
    private const int Profile = 0x20;
    private const int Alpha = 0x10;
    private const int Exif = 0x08;
    private const int Xmp = 0x04;
    private const int Animation = 0x02;
    private const int DoNotBlend = 0x02;

    public static SampleFile Write(SampleMetadata metadata, params SampleFrame[] frames)
    {
        var canvas = frames[0].Picture;
        var hasAlpha = frames.Any(frame => Pictures.HasAlpha(frame.Picture));
        var flags = (metadata.Profile is null ? 0 : Profile) | (hasAlpha ? Alpha : 0) | (metadata.Exif is null ? 0 : Exif)
            | (metadata.Xmp is null ? 0 : Xmp) | (frames.Length > 1 ? Animation : 0);
        var file = Little();
        if ((flags & ~Alpha) != 0)
        {
            Chunk(file, "VP8X", Little().UInt32(flags).UInt24(canvas.Width - 1).UInt24(canvas.Height - 1).ToArray());
        }

        if (metadata.Profile is not null)
        {
            Chunk(file, "ICCP", metadata.Profile);
        }

        var (dataOffset, end) = (0, 0);
        if (frames.Length > 1)
        {
            Chunk(file, "ANIM", Little().UInt32(0xFFFF_FFFF).UInt16(0).ToArray());
        }

        foreach (var frame in frames)
        {
            var image = LosslessWebP.Encode(frame.Picture);
            dataOffset = dataOffset == 0 ? file.Length + 8 + LosslessWebP.HeaderLength : dataOffset;
            end = Add(file, frame, image, frames.Length > 1);
        }

        AddTrailing(file, metadata);
        const int Riff = 12;
        var content = Little().Text("RIFF").UInt32(file.Length + 4).Text("WEBP").Bytes(file.ToArray()).ToArray();
        return new(content, Riff + dataOffset, Riff + end);
    }

    private static ByteWriter Little() => new(isLittleEndian: true);

    /// <summary>Adds an image and returns where it ends, without its padding.</summary>
    private static int Add(ByteWriter file, SampleFrame frame, byte[] image, bool isAnimated)
    {
        if (!isAnimated)
        {
            Chunk(file, "VP8L", image);
            return file.Length - (image.Length & 1);
        }

        var chunk = Little().UInt24(frame.Left / 2).UInt24(frame.Top / 2)
            .UInt24(frame.Picture.Width - 1).UInt24(frame.Picture.Height - 1).UInt24(100).Byte(DoNotBlend);
        Chunk(chunk, "VP8L", image);
        Chunk(file, "ANMF", chunk.ToArray());
        return file.Length - (image.Length & 1);
    }

    private static void AddTrailing(ByteWriter file, SampleMetadata metadata)
    {
        if (metadata.Exif is { } exif)
        {
            Chunk(file, "EXIF", exif);
        }

        if (metadata.Xmp is { } xmp)
        {
            Chunk(file, "XMP ", xmp);
        }
    }

    private static void Chunk(ByteWriter file, string type, byte[] data) =>
        file.Text(type).UInt32(data.Length).Bytes(data).Bytes(new byte[data.Length & 1]);
}
