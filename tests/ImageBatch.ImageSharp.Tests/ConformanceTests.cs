using ImageBatch.Conformance;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.ImageSharp.Tests;

public sealed class Codec : ImageCodecConformance<ImageSharpCodecFixture>;

public sealed class CodecQuality : ImageCodecQualityConformance<ImageSharpCodecFixture>;

public sealed class CodecResizing : ImageCodecResizingConformance<ImageSharpCodecFixture>;

public sealed class CodecConversion : ImageCodecConversionConformance<ImageSharpCodecFixture>;

public sealed class CodecOrientation : ImageCodecOrientationConformance<ImageSharpCodecFixture>;

public sealed class CodecColour : ImageCodecColourConformance<ImageSharpCodecFixture>;

public sealed class CodecMetadata : ImageCodecMetadataConformance<ImageSharpCodecFixture>;

public sealed class CodecAnimation : ImageCodecAnimationConformance<ImageSharpCodecFixture>;

public sealed class CodecTruncation : ImageCodecTruncationConformance<ImageSharpCodecFixture>;

public sealed class CodecHostileInput : ImageCodecHostileInputConformance<ImageSharpCodecFixture>;

public sealed class CodecDeterminism : ImageCodecDeterminismConformance<ImageSharpCodecFixture>;

public sealed class Coverage
{
    [Fact]
    public void Suites_of_every_port_are_run() => Assert.Empty(
        ConformanceCoverage.Missing(typeof(ImageSharpCodec).Assembly, typeof(Coverage).Assembly));
}

public sealed class ImageSharpCodecFixture : ImageCodecFixture
{
    public override IImageCodec Codec { get; } = new ImageSharpCodec(new ImageSharpOptions());

    public override IReadOnlyCollection<ImageFormat> InputFormats =>
        [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Gif, ImageFormat.WebP, ImageFormat.Bmp, ImageFormat.Tiff];

    public override IReadOnlyCollection<OutputFormat> OutputFormats => [OutputFormat.Jpeg, OutputFormat.Png, OutputFormat.WebP];

    public override bool Resizes => true;

    public override IReadOnlyDictionary<string, string> Refusals { get; } = new Dictionary<string, string>
    {
        // The library reads and writes no animation but GIF's, reads no TIFF of inks, and writes none with transparency.
        ["png-animated"] = ImageErrorCodes.ImageUnsupported,
        ["webp-animated"] = ImageErrorCodes.ImageUnsupported,
        ["tiff-cmyk"] = ImageErrorCodes.ImageUnsupported,
        ["tiff-alpha"] = ImageErrorCodes.ImageUnsupported,
    };

    public override DecodedImage Decode(ReadOnlyMemory<byte> file) => LibraryDecoder.Decode(file);

    /// <summary>A PNG may get a palette below quality 100.</summary>
    public override double PsnrFloor(ImageFormat format, int quality) =>
        format == ImageFormat.Png && quality < 100 ? 28 : base.PsnrFloor(format, quality);
}
