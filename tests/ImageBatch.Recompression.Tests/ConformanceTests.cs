using ImageBatch.Conformance;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Recompression.Tests.Png;
using ImageBatch.Recompression.Tests.Reference;

namespace ImageBatch.Recompression.Tests;

public sealed class Codec : ImageCodecConformance<RecompressionCodecFixture>;

public sealed class CodecQuality : ImageCodecQualityConformance<RecompressionCodecFixture>;

public sealed class CodecResizing : ImageCodecResizingConformance<RecompressionCodecFixture>;

public sealed class CodecConversion : ImageCodecConversionConformance<RecompressionCodecFixture>;

public sealed class CodecOrientation : ImageCodecOrientationConformance<RecompressionCodecFixture>;

public sealed class CodecColour : ImageCodecColourConformance<RecompressionCodecFixture>;

public sealed class CodecMetadata : ImageCodecMetadataConformance<RecompressionCodecFixture>;

public sealed class CodecAnimation : ImageCodecAnimationConformance<RecompressionCodecFixture>;

public sealed class CodecTruncation : ImageCodecTruncationConformance<RecompressionCodecFixture>;

public sealed class CodecHostileInput : ImageCodecHostileInputConformance<RecompressionCodecFixture>;

public sealed class CodecDeterminism : ImageCodecDeterminismConformance<RecompressionCodecFixture>;

public sealed class Coverage
{
    [Fact]
    public void Suites_of_every_port_are_run() => Assert.Empty(
        ConformanceCoverage.Missing(typeof(RecompressionCodec).Assembly, typeof(Coverage).Assembly));
}

public sealed class RecompressionCodecFixture : ImageCodecFixture
{
    public override IImageCodec Codec { get; } = new RecompressionCodec(new RecompressionOptions());

    public override IReadOnlyCollection<ImageFormat> InputFormats => [ImageFormat.Jpeg, ImageFormat.Png];

    public override IReadOnlyCollection<OutputFormat> OutputFormats => [];

    public override bool Resizes => false;

    protected override IReadOnlyList<CodecSample> OwnSamples { get; } =
    [
        Sample("quality-92"),
        Sample("grey-95"),
        Sample("restart-1"),
        Sample("sampling-1x1"),
        Sample("size-17x33") with { Psnr = 35 },
        Sample("pillow-metadata"),
        PngSample("png-photo", PngBytes.File(PngImage.Photo(64, 48))),
        PngSample("png-in-pieces", PngBytes.File(PngImage.Picture(33, 21, 0, 8), pieces: 3)),
        PngSample("png-palette-4-bits", PngBytes.File(PngImage.Picture(50, 20, 3, 4) with { Transparency = [0, 99] })),
        PngSample("png-interlaced", PngBytes.File(PngImage.Picture(31, 33, 2, 8) with { IsInterlaced = true })),
        Sample("arithmetic") with { Error = ImageErrorCodes.ImageUnsupported },
    ];

    /// <summary>PNG is lossy below quality 100; at 90 a palette may still be good enough.</summary>
    public override double PsnrFloor(ImageFormat format, int quality) => format == ImageFormat.Png
        ? (quality >= 90 ? 37 : 32)
        : base.PsnrFloor(format, quality);

    public override DecodedImage Decode(ReadOnlyMemory<byte> file) => ReferenceImages.Decode(file);

    private static CodecSample PngSample(string name, byte[] content) =>
        new(name, content) { NeededLength = content.Length - PngBytes.End.Length };

    private static CodecSample Sample(string name)
    {
        var content = Fixture.Load(name);

        // The image is whole without its end marker.
        return new CodecSample(name, content) { NeededLength = content.Length - 2 };
    }
}
