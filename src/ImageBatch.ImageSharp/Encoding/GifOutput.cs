using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>GIF 89a, with the source's colour tables where its pixels have their size still.</summary>
internal static class GifOutput
{
    public static void Write(Image image, EncodingJob job) => job.Write(image, new GifEncoder
    {
        Quantizer = job.Request.Resizes ? new WuQuantizer() : null,

        // Loops are metadata to the library.
        SkipMetadata = false,
    });
}
