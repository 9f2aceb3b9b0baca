using ImageBatch.Conformance;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Magick.Tests;

public sealed class Codec : ImageCodecConformance<MagickCodecFixture>;

public sealed class CodecQuality : ImageCodecQualityConformance<MagickCodecFixture>;

public sealed class CodecResizing : ImageCodecResizingConformance<MagickCodecFixture>;

public sealed class CodecConversion : ImageCodecConversionConformance<MagickCodecFixture>;

public sealed class CodecOrientation : ImageCodecOrientationConformance<MagickCodecFixture>;

public sealed class CodecColour : ImageCodecColourConformance<MagickCodecFixture>;

public sealed class CodecMetadata : ImageCodecMetadataConformance<MagickCodecFixture>;

public sealed class CodecAnimation : ImageCodecAnimationConformance<MagickCodecFixture>;

public sealed class CodecTruncation : ImageCodecTruncationConformance<MagickCodecFixture>;

public sealed class CodecHostileInput : ImageCodecHostileInputConformance<MagickCodecFixture>;

public sealed class CodecDeterminism : ImageCodecDeterminismConformance<MagickCodecFixture>;

public sealed class Coverage
{
    [Fact]
    public void Suites_of_every_port_are_run() => Assert.Empty(
        ConformanceCoverage.Missing(typeof(MagickCodec).Assembly, typeof(Coverage).Assembly));
}

public sealed class MagickCodecFixture : ImageCodecFixture
{
    public override IImageCodec Codec { get; } = new MagickCodec(new MagickOptions());

    public override IReadOnlyCollection<ImageFormat> InputFormats =>
    [
        ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Gif, ImageFormat.WebP, ImageFormat.Bmp, ImageFormat.Tiff,
        ImageFormat.Avif,
    ];

    public override IReadOnlyCollection<OutputFormat> OutputFormats =>
        [OutputFormat.Jpeg, OutputFormat.Png, OutputFormat.WebP, OutputFormat.Avif];

    public override bool Resizes => true;

    public override DecodedImage Decode(ReadOnlyMemory<byte> file) => PlainDecoder.Decode(file);

    /// <summary>Below quality 100 a PNG may get a palette.</summary>
    public override double PsnrFloor(ImageFormat format, int quality) =>
        format == ImageFormat.Png && quality < 100 ? 27 : base.PsnrFloor(format, quality);
}
