using ImageBatch.Conformance;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Recompression.Tests.Png;

namespace ImageBatch.Recompression.Tests;

public sealed class Codec : ImageCodecConformance<RecompressionCodecFixture>;

public sealed class CodecHostileInput : ImageCodecHostileInputConformance<RecompressionCodecFixture>;

public sealed class Coverage
{
    [Fact]
    public void Suites_of_every_port_are_run() => Assert.Empty(
        ConformanceCoverage.Missing(typeof(RecompressionCodec).Assembly, typeof(Coverage).Assembly));
}

public sealed class RecompressionCodecFixture : ImageCodecFixture
{
    public override IImageCodec Codec { get; } = new RecompressionCodec(new RecompressionOptions());

    public override IReadOnlyList<CodecSample> Samples { get; } =
    [
        Sample("quality-92"),
        Sample("grey-95"),
        Sample("restart-1"),
        Sample("sampling-1x1"),
        Sample("size-1x1"),
        Sample("size-17x33"),
        Sample("pillow-metadata"),
        PngSample("png-photo", PngBytes.File(PngImage.Photo(64, 48))),
        PngSample("png-alpha", PngBytes.File(PngImage.Photo(40, 50, 6), Orientation(6))),
        PngSample("png-grey", PngBytes.File(PngImage.Picture(33, 21, 0, 8), pieces: 3)),
        PngSample("png-grey-alpha-16-bits", PngBytes.File(PngImage.Picture(17, 9, 4, 16))),
        PngSample("png-palette", PngBytes.File(PngImage.Picture(50, 20, 3, 4) with { Transparency = [0, 99] })),
        PngSample("png-interlaced", PngBytes.File(PngImage.Picture(31, 33, 2, 8) with { IsInterlaced = true })),
        PngSample("png-1x1", PngBytes.File(PngImage.Picture(1, 1, 6, 8))),
        PngSample("png-1x100", PngBytes.File(PngImage.Picture(1, 100, 2, 8))),
        PngSample("png-100x1", PngBytes.File(PngImage.Picture(100, 1, 2, 16))),
        Sample("arithmetic") with { Error = ImageErrorCodes.ImageUnsupported },
    ];

    public override ImageHeader ReadHeader(ReadOnlyMemory<byte> content) => ImageHeaderReader.Read(content.Span);

    private static CodecSample PngSample(string name, byte[] content) =>
        new(name, content, ImageHeaderReader.Read(content)) { NeededLength = content.Length - PngBytes.End.Length };

    private static byte[] Orientation(byte orientation) => PngBytes.Chunk(
        "eXIf", [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);

    private static CodecSample Sample(string name)
    {
        var content = Fixture.Load(name);

        // The image is whole without its end marker.
        return new CodecSample(name, content, ImageHeaderReader.Read(content)) { NeededLength = content.Length - 2 };
    }
}
