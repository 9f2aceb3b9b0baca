using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>GIF 89a, with the source's colour tables where its pixels have their size still.</summary>
internal static class GifOutput
{
    public static void Write(Image<Rgba32> image, EncodingJob job)
    {
        if (job.Request.Resizes)
        {
            DropHalfTransparency(image, job.CancellationToken);
        }

        job.Write(image, new GifEncoder
        {
            // Dithered, what stands still would flicker, and what is transparent would get dots of colour.
            Quantizer = job.Request.Resizes ? new WuQuantizer(new QuantizerOptions { Dither = null }) : null,

            // A table of the first frame has no place for what later ones leave as it is, if all of that is opaque.
            ColorTableMode = job.Request.Resizes ? GifColorTableMode.Local : null,

            // Loops are metadata to the library.
            SkipMetadata = false,
        });
    }

    /// <summary>A pixel of a GIF is there or not.</summary>
    private static void DropHalfTransparency(Image<Rgba32> image, CancellationToken cancellationToken)
    {
        foreach (var frame in image.Frames)
        {
            for (var y = 0; y < frame.Height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (ref var pixel in frame.DangerousGetPixelRowMemory(y).Span)
                {
                    pixel = pixel.A < 128 ? default : pixel with { A = byte.MaxValue };
                }
            }
        }
    }
}
