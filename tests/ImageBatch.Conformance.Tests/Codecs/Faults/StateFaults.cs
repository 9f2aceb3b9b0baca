using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance.Tests.Codecs.Faults;

internal sealed class CountsItsOutputs : ModelCodec
{
    private int _count;

    protected override byte[] Encode(ImageFormat format, RgbaPicture[] frames, SampleMetadata metadata, int quality) =>
        base.Encode(format, frames, metadata with { Marker = $"Number {_count++}" }, quality);
}

/// <summary>Keeps the picture at work in the instance, and lets that of another come between where there is one.</summary>
internal sealed class SharesItsPicture : ModelCodec
{
    private volatile DecodedImage? _image;

    protected override DecodedImage Decode(byte[] file, ImageHeader header)
    {
        var mine = base.Decode(file, header);
        _image = mine;
        SpinWait.SpinUntil(() => _image != mine, millisecondsTimeout: 1);
        return _image;
    }

    protected override (int Width, int Height) SizeOf(ImageHeader header, CompressionOptions options) =>
        (_image!.Frames[0].Width, _image.Frames[0].Height);
}

internal sealed class StumblesAfterAFailure : ModelCodec
{
    private bool _hasFailed;

    protected override DecodedImage Decode(byte[] file, ImageHeader header)
    {
        try
        {
            return base.Decode(file, header);
        }
        catch (ImageException)
        {
            _hasFailed = true;
            throw;
        }
    }

    protected override byte[] Encode(ImageFormat format, RgbaPicture[] frames, SampleMetadata metadata, int quality) =>
        base.Encode(format, _hasFailed ? [frames[0].Turned(3)] : frames, metadata, quality);
}

internal sealed class IgnoresCancellation : ModelCodec
{
    public override CompressedImage Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken) =>
        base.Compress(input, options, output, CancellationToken.None);
}

internal sealed class HasNoReason : ModelCodec
{
    public override CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) =>
        base.CanCompress(header, options) is { CanCompress: true } yes ? yes : CodecAnswer.No("");
}

internal sealed class TakesGifsToo : ModelCodec
{
    public override CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) =>
        header.Format == ImageFormat.Gif ? CodecAnswer.Yes(1) : base.CanCompress(header, options);
}

internal sealed class RefusesWhatItClaims : ModelCodec
{
    public override CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) =>
        header.Precision == 16 ? CodecAnswer.No("16 bits a sample") : base.CanCompress(header, options);
}

internal sealed class ConvertsMoreThanItClaims : ModelCodec
{
    public override CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) =>
        options.Format == OutputFormat.WebP && header.Format == ImageFormat.Png ? CodecAnswer.Yes(1) : base.CanCompress(header, options);
}

/// <summary>Does not read what it has written.</summary>
internal sealed class DoesNotReadItsOwn : ModelCodec
{
    public override CompressedImage Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        return input.Span.IndexOf("Made by Model"u8) >= 0
            ? throw new ImageException(ImageErrorCodes.ImageCorrupt, "The image is broken.")
            : base.Compress(input, options, output, cancellationToken);
    }

    protected override byte[] Encode(ImageFormat format, RgbaPicture[] frames, SampleMetadata metadata, int quality) =>
        base.Encode(format, frames, metadata with { Marker = "Made by Model" }, quality);
}
