using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Processing;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>Prepares scaled frames for a GIF. One that is not scaled keeps its image data.</summary>
internal static class GifFrames
{
    public static void Prepare(Image<Rgba32> image, EncodingJob job)
    {
        // A pixel of a GIF is there or not.
        image.Mutate(context => context.ProcessPixelRowsAsVector4(row =>
        {
            foreach (ref var pixel in row)
            {
                pixel = pixel.W < 0.5f ? default : pixel with { W = 1 };
            }
        }));

        // Decoded frames are whole pictures: one must not shine through the transparent pixels of the next.
        foreach (var frame in image.Frames)
        {
            var metadata = frame.Metadata.GetGifMetadata();
            metadata.DisposalMethod = job.Survey.IsOpaque ? GifDisposalMethod.NotDispose : GifDisposalMethod.RestoreToBackground;
            metadata.ColorTableLength = 0;
        }
    }
}
