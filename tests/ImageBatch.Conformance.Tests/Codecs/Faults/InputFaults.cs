using System.Buffers;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance.Tests.Codecs.Faults;

/// <summary>Shows grey where nothing is left, as libraries do.</summary>
internal sealed class ShowsWhatThereIs : ModelCodec
{
    protected override DecodedImage Decode(byte[] file, ImageHeader header) => ModelFiles.EndsEarly(file, header.Format)
        ? new([new(header.Width, header.Height, new byte[4 * header.Pixels])], default)
        : base.Decode(file, header);

    protected override byte[] Strip(byte[] file, ImageHeader header) => new byte[100_000];
}

internal sealed class CallsTruncatedFilesCorrupt : ModelCodec
{
    protected override DecodedImage Decode(byte[] file, ImageHeader header) => ModelFiles.EndsEarly(file, header.Format)
        ? throw new ImageException(ImageErrorCodes.ImageCorrupt, "The image is broken.")
        : base.Decode(file, header);
}

internal sealed class CallsTruncatedFilesUnsupported : ModelCodec
{
    protected override DecodedImage Decode(byte[] file, ImageHeader header) => ModelFiles.EndsEarly(file, header.Format)
        ? throw new ImageException(ImageErrorCodes.ImageUnsupported, "The image is of an unknown kind.")
        : base.Decode(file, header);
}

/// <summary>Gives back what it cannot read.</summary>
internal sealed class CopiesWhatItDoesNotKnow : ModelCodec
{
    public override CompressedImage Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        try
        {
            return base.Compress(input, options, output, cancellationToken);
        }
        catch (ImageException)
        {
            output.Write(input.Span);
            return new CompressedImage(ImageFormat.Jpeg, Unchanged: true);
        }
    }
}

internal sealed class CallsCorruptFilesUnsupported : ModelCodec
{
    public override CompressedImage Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        try
        {
            return base.Compress(input, options, output, cancellationToken);
        }
        catch (ImageException exception) when (exception.Code == ImageErrorCodes.ImageCorrupt)
        {
            throw new ImageException(ImageErrorCodes.ImageUnsupported, "The image is of an unknown kind.", exception);
        }
    }
}

internal sealed class ThrowsWhatItsDecoderThrows : ModelCodec
{
    protected override DecodedImage Decode(byte[] file, ImageHeader header) => ModelFiles.Decode(file);
}

internal sealed class WritesIntoItsInput : ModelCodec
{
    public override CompressedImage Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        var image = base.Compress(input, options, output, cancellationToken);
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(input).Span[0] ^= 1;
        return image;
    }
}

/// <summary>Takes an image for what it was last asked about.</summary>
internal sealed class BelievesTheLastHeader : ModelCodec
{
    private ImageFormat? _format;

    public override CodecAnswer CanCompress(ImageHeader header, CompressionOptions options)
    {
        _format = header.Format;
        return base.CanCompress(header, options);
    }

    public override CompressedImage Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        var believed = _format ?? ImageFormat.Unknown;
        return believed is ImageFormat.Unknown || ImageHeaderReader.Read(input.Span).Format == believed
            ? base.Compress(input, options, output, cancellationToken)
            : throw new ImageException(ImageErrorCodes.ImageCorrupt, $"This is no {believed}.");
    }
}
