using ImageBatch.ImageSharp;
using ImageBatch.Magick;
using ImageBatch.Ports;

namespace ImageBatch.Benchmarks.Contenders;

/// <summary>The codecs on general imaging libraries.</summary>
internal static class GeneralCodecs
{
    public static IEnumerable<IImageCodec> Create() =>
        [new ImageSharpCodec(new ImageSharpOptions()), new MagickCodec(new MagickOptions())];
}
