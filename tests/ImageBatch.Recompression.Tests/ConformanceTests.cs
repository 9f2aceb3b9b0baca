using ImageBatch.Conformance;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Ports;

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
        Sample("arithmetic") with { Error = ImageErrorCodes.ImageUnsupported },
    ];

    public override ImageHeader ReadHeader(ReadOnlyMemory<byte> content) => ImageHeaderReader.Read(content.Span);

    private static CodecSample Sample(string name)
    {
        var content = Fixture.Load(name);

        // The image is whole without its end marker.
        return new CodecSample(name, content, ImageHeaderReader.Read(content)) { NeededLength = content.Length - 2 };
    }
}
