using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>A codec, and images to try it with.</summary>
public abstract class ImageCodecFixture : ConformanceFixture
{
    /// <summary>The codec under test.</summary>
    public abstract IImageCodec Codec { get; }

    /// <summary>
    /// Images that the codec takes, and some that it must refuse. They should be small: each is compressed some
    /// hundred times.
    /// </summary>
    public abstract IReadOnlyList<CodecSample> Samples { get; }

    /// <summary>Reads the header of an output with something other than the codec.</summary>
    public abstract ImageHeader ReadHeader(ReadOnlyMemory<byte> content);
}
