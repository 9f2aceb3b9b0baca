using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance.Tests.Codecs;

/// <summary>The model codec, and all that it claims.</summary>
public class ModelCodecFixture : ImageCodecFixture
{
    public override IImageCodec Codec { get; } = new ModelCodec();

    public override IReadOnlyCollection<ImageFormat> InputFormats => [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Bmp];

    public override IReadOnlyCollection<OutputFormat> OutputFormats => [OutputFormat.Jpeg, OutputFormat.Png];

    public override bool Resizes => true;

    public override DecodedImage Decode(ReadOnlyMemory<byte> file) => ModelFiles.Decode(file.ToArray());
}
