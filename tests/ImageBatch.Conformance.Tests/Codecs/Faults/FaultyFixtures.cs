using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance.Tests.Codecs.Faults;

/// <summary>Claims all that the model codec does, of another codec.</summary>
internal class Claiming<TCodec> : ModelCodecFixture
    where TCodec : ModelCodec, new()
{
    public override IImageCodec Codec { get; } = new TCodec();
}

/// <summary>Says that profiles are converted.</summary>
internal sealed class ClaimingSrgb<TCodec> : Claiming<TCodec>
    where TCodec : ModelCodec, new()
{
    public override ProfileHandling Profiles => ProfileHandling.ConvertedToSrgb;
}

internal sealed class RefusingNothingThatIs : ModelCodecFixture
{
    public override IReadOnlyDictionary<string, string> Refusals { get; } =
        new Dictionary<string, string> { ["jpeg-of-another-time"] = ImageErrorCodes.ImageUnsupported };
}

internal sealed class RefusingWhatIsTaken : ModelCodecFixture
{
    public override IReadOnlyDictionary<string, string> Refusals { get; } =
        new Dictionary<string, string> { ["jpeg-cmyk"] = ImageErrorCodes.ImageUnsupported };
}

internal sealed class ClaimingWithoutASample : ModelCodecFixture
{
    public override IReadOnlyDictionary<string, string> Refusals { get; } =
        CodecSamples.Of(ImageFormat.Png).ToDictionary(sample => sample.Name, _ => ImageErrorCodes.ImageUnsupported);
}

internal sealed class DecodingTheWrongWayUp : ModelCodecFixture
{
    public override DecodedImage Decode(ReadOnlyMemory<byte> file) =>
        base.Decode(file) is var image ? image with { Frames = [.. image.Frames.Select(frame => frame.Turned(4))] } : image;
}

internal sealed class Nameless : ModelCodecFixture
{
    public override IImageCodec Codec { get; } = new NamelessCodec();

    private sealed class NamelessCodec : IImageCodec
    {
        public string Name => " ";

        public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) => CodecAnswer.No("anything");

        public CompressedImage Compress(
            ReadOnlyMemory<byte> input,
            CompressionOptions options,
            System.Buffers.IBufferWriter<byte> output,
            CancellationToken cancellationToken) => throw new ImageException(ImageErrorCodes.ImageUnsupported, "Nothing is taken.");
    }
}
