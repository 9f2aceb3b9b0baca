using ImageBatch.ImageSharp.Metadata;
using SixLabors.ImageSharp.Processing;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>Writes an image as what was asked for, with its profile where the library forgets it.</summary>
internal static class ImageWriter
{
    public static void Write(Image<Rgba32> image, EncodingJob job, Stream output)
    {
        var format = job.Request.Format;
        if (format == ImageFormat.Tiff && !job.Survey.IsOpaque)
        {
            throw new ImageException(ImageErrorCodes.ImageUnsupported, "ImageSharp does not write TIFF with transparency.");
        }

        if (format == ImageFormat.Jpeg && !job.Survey.IsOpaque)
        {
            image.Mutate(context => context.BackgroundColor(Color.White));
        }
        else if (format == ImageFormat.Gif)
        {
            GifFrames.Prepare(image, job);
        }

        var profile = image.Metadata.IccProfile;
        if (format == ImageFormat.Png)
        {
            using var png = PngOutput.Encode(image, job);
            PngProfile.Write(png.GetBuffer().AsSpan(0, (int)png.Length), profile, output);
        }
        else if (format == ImageFormat.WebP && profile is not null)
        {
            using var webP = new MemoryStream();
            job.Encode(image, Encoders.Of(image, job), webP);
            WebPProfile.Write(webP.GetBuffer().AsSpan(0, (int)webP.Length), image.Size(), profile, output);
        }
        else
        {
            job.Encode(image, Encoders.Of(image, job), output);
        }
    }
}
