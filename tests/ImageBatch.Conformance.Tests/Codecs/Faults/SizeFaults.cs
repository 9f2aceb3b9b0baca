using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance.Tests.Codecs.Faults;

internal sealed class Enlarges : ModelCodec
{
    protected override (int Width, int Height) SizeOf(ImageHeader header, CompressionOptions options)
    {
        var (width, height) = base.SizeOf(header, options);
        return options.MaxWidth > width && options.MaxHeight > height ? (width + 5, height + 5) : (width, height);
    }

    protected override byte[] Strip(byte[] file, ImageHeader header) => new byte[file.Length * 2];
}

internal sealed class Distorts : ModelCodec
{
    protected override (int Width, int Height) SizeOf(ImageHeader header, CompressionOptions options)
    {
        var (width, height) = new CompressionOptions().SizeOf(header);
        return (Math.Min(width, options.MaxWidth ?? width), Math.Min(height, options.MaxHeight ?? height));
    }
}

internal sealed class GoesBeyondTheLimit : ModelCodec
{
    protected override (int Width, int Height) SizeOf(ImageHeader header, CompressionOptions options) =>
        options.Resizes(header) ? (base.SizeOf(header, options).Width + 1, base.SizeOf(header, options).Height) : base.SizeOf(header, options);
}

internal sealed class CropsInsteadOfScaling : ModelCodec
{
    protected override RgbaPicture Scale(RgbaPicture picture, int width, int height) => Pixels.Crop(picture, width, height);
}

internal sealed class LosesNarrowImages : ModelCodec
{
    protected override RgbaPicture Scale(RgbaPicture picture, int width, int height) => picture.Width == 1 || picture.Height == 1
        ? throw new ImageException(ImageErrorCodes.ImageCorrupt, "A side of the image would be 0.")
        : base.Scale(picture, width, height);
}

internal sealed class ForgetsToScaleWhatItConverts : ModelCodec
{
    protected override (int Width, int Height) SizeOf(ImageHeader header, CompressionOptions options) =>
        base.SizeOf(header, options.Converts(header.Format) ? new() : options);
}

internal sealed class ForgetsToConvert : ModelCodec
{
    protected override ImageFormat FormatOf(ImageHeader header, CompressionOptions options) => header.Format;
}

internal sealed class CallsEverythingUnchanged : ModelCodec
{
    protected override CompressedImage Result(ImageFormat format, bool isMadeAnew, string? note) => new(format, Unchanged: true, note);
}

internal sealed class MakesMoreOfItsOwnFormat : ModelCodec
{
    public override CompressedImage Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken) =>
        base.Compress(input, options.Format == OutputFormat.Jpeg ? options with { Quality = 20 } : options, output, cancellationToken);
}
