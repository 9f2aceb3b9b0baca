using ImageBatch.Benchmarks.Native;
using ImageBatch.Recompression;

namespace ImageBatch.Benchmarks.Contenders;

/// <summary>All that is compared; the yardstick is first where it is there.</summary>
internal static class ContenderSet
{
    public static List<IContender> Create(int quality)
    {
        var contenders = new List<IContender>();
        if (TurboJpeg.IsAvailable)
        {
            contenders.Add(new TurboJpegContender(quality));
        }

        contenders.Add(Recompression(quality));
        contenders.Add(new CodecContender(
            "progressive", new RecompressionCodec(new RecompressionOptions { Progressive = true }), quality));
        contenders.Add(new CodecContender(
            "halved chroma",
            new RecompressionCodec(new RecompressionOptions { ChromaSubsampling = ChromaSubsampling.Halve }),
            quality));
        return contenders;
    }

    public static IContender Recompression(int quality)
    {
        var codec = new RecompressionCodec(new RecompressionOptions());
        return new CodecContender(codec.Name, codec, quality);
    }
}
