using ImageBatch.Benchmarks.Native;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Recompression;

namespace ImageBatch.Benchmarks.Contenders;

/// <summary>All that is compared; the yardstick is first where it is there.</summary>
internal static class ContenderSet
{
    public static List<IContender> Create(CompressionOptions options)
    {
        var contenders = new List<IContender>();
        if (TurboJpeg.IsAvailable)
        {
            contenders.Add(new TurboJpegContender(options.Quality));
        }

        contenders.Add(Recompression(options));
        contenders.Add(new CodecContender(
            "progressive", new RecompressionCodec(new RecompressionOptions { Progressive = true }), options));
        contenders.Add(new CodecContender(
            "halved chroma",
            new RecompressionCodec(new RecompressionOptions { ChromaSubsampling = ChromaSubsampling.Halve }),
            options));
        contenders.AddRange(GeneralCodecs.Create().Select(codec => Of(codec, options)));
        return contenders;
    }

    public static IContender General(string name, CompressionOptions options) =>
        Of(GeneralCodecs.Create().Single(codec => codec.Name == name), options);

    public static IContender Recompression(CompressionOptions options) =>
        Of(new RecompressionCodec(new RecompressionOptions()), options);

    private static CodecContender Of(IImageCodec codec, CompressionOptions options) => new(codec.Name, codec, options);
}
