using ImageBatch.Model;

namespace ImageBatch.Conformance.Tests.Codecs.Faults;

internal sealed class SwapsRedAndBlue : ModelCodec
{
    protected override RgbaPicture Paint(ImageHeader header, RgbaPicture picture, ImageFormat format) =>
        base.Paint(header, Pixels.Map(picture, pixel => (pixel[0], pixel[2]) = (pixel[2], pixel[0])), format);
}

internal sealed class TurnsTheWrongWay : ModelCodec
{
    protected override RgbaPicture Paint(ImageHeader header, RgbaPicture picture, ImageFormat format) =>
        base.Paint(header, header.Orientation is 6 or 8 ? picture.Turned(3) : picture, format);
}

/// <summary>Turned pixels, and a tag by which they are turned again.</summary>
internal sealed class TurnsTwice : ModelCodec
{
    protected override SampleMetadata MetadataOf(byte[] file, ImageHeader header, DecodedImage image, CompressionOptions options) =>
        base.MetadataOf(file, header, image, options) with { Orientation = header.Orientation };
}

/// <summary>The decoder's picture as it is stored, shown right by the tag that stays: fine, but for what is scaled or converted.</summary>
internal sealed class LeavesPixelsLying : ModelCodec
{
    private static readonly int[] Back = [1, 2, 3, 4, 5, 8, 7, 6];

    protected override RgbaPicture Paint(ImageHeader header, RgbaPicture picture, ImageFormat format) =>
        base.Paint(header, picture.Turned(Back[header.Orientation - 1]), format);

    protected override SampleMetadata MetadataOf(byte[] file, ImageHeader header, DecodedImage image, CompressionOptions options) =>
        base.MetadataOf(file, header, image, options) with { Orientation = header.Orientation };
}

internal sealed class FlattensOnBlack : ModelCodec
{
    protected override RgbaPicture Paint(ImageHeader header, RgbaPicture picture, ImageFormat format) =>
        format == ImageFormat.Jpeg ? Pixels.OnBlack(picture) : picture;
}

internal sealed class FlattensEverything : ModelCodec
{
    protected override RgbaPicture Paint(ImageHeader header, RgbaPicture picture, ImageFormat format) => Pictures.OnWhite(picture);
}

internal sealed class TingesGrey : ModelCodec
{
    protected override RgbaPicture Paint(ImageHeader header, RgbaPicture picture, ImageFormat format) =>
        base.Paint(header, Pictures.Tinge(picture) > 0 ? picture : Pixels.Map(picture, pixel => pixel[0] = (byte)Math.Min(255, pixel[0] + 8)), format);
}

internal sealed class InvertsInks : ModelCodec
{
    protected override RgbaPicture Paint(ImageHeader header, RgbaPicture picture, ImageFormat format) => header is { Components: 4, Format: ImageFormat.Jpeg }
        ? Pixels.Map(picture, pixel => (pixel[0], pixel[1], pixel[2]) = ((byte)~pixel[0], (byte)~pixel[1], (byte)~pixel[2]))
        : base.Paint(header, picture, format);
}

internal sealed class DropsTheProfile : ModelCodec
{
    protected override SampleMetadata MetadataOf(byte[] file, ImageHeader header, DecodedImage image, CompressionOptions options) =>
        SampleMetadata.None;
}

/// <summary>No fault where the fixture says so.</summary>
internal sealed class ConvertsToSrgb : ModelCodec
{
    protected override DecodedImage Decode(byte[] file, ImageHeader header)
    {
        var image = base.Decode(file, header);
        return image.IccProfile.IsEmpty ? image : new([.. image.Frames.Select(SampleProfile.ToSrgb)], default);
    }

    protected override byte[] Strip(byte[] file, ImageHeader header) =>
        file.AsSpan().IndexOf(SampleProfile.Content) >= 0 || file.AsSpan().IndexOf("iCCP"u8) >= 0 ? new byte[10 * file.Length] : base.Strip(file, header);
}

internal sealed class LosesFramesSilently : ModelCodec
{
    protected override DecodedImage Decode(byte[] file, ImageHeader header) =>
        base.Decode(file, header) is var image && image.Frames.Count > 1 ? image with { Frames = [image.Frames[0]] } : image;

    protected override byte[] Strip(byte[] file, ImageHeader header) => header.Frames > 1 ? new byte[file.Length] : base.Strip(file, header);
}

internal sealed class LosesTheLastFrame : ModelCodec
{
    protected override DecodedImage Decode(byte[] file, ImageHeader header) =>
        base.Decode(file, header) is var image && image.Frames.Count > 1 ? image with { Frames = [.. image.Frames.SkipLast(1)] } : image;

    protected override byte[] Strip(byte[] file, ImageHeader header) => header.Frames > 1 ? new byte[file.Length] : base.Strip(file, header);
}
