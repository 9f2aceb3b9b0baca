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
        return contenders;
    }

    public static IContender Recompression(int quality) =>
        new CodecContender(new RecompressionCodec(new RecompressionOptions()), quality);
}
