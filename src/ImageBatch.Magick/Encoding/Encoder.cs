using ImageBatch.Codecs;
using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick.Encoding;

/// <summary>Writes pictures that are as they are to be shown in the format that was asked for.</summary>
internal static class Encoder
{
    /// <summary>The level of deflate in TIFF is a tenth of the quality.</summary>
    private const uint SmallestDeflate = 95;

    public static void Write(
        MagickImageCollection images, ReadOnlySpan<byte> file, TranscodeRequest request, bool keepMetadata, Stream output)
    {
        var first = images[0];
        switch (request.Format)
        {
            case ImageFormat.Jpeg:
                JpegEncoding.Configure(first, request);
                first.Write(output, MagickFormat.Jpeg);
                break;
            case ImageFormat.Png:
                PngEncoding.Write(first, request.Quality, keepMetadata, output);
                break;
            case ImageFormat.WebP:
                WebPEncoding.Configure(images, request, file);
                images.Write(output, MagickFormat.WebP);
                break;
            case ImageFormat.Avif:
                AvifEncoding.Configure(first, request.Quality);
                first.Write(output, MagickFormat.Avif);
                break;
            case ImageFormat.Gif:
                GifEncoding.Configure(images, request.Resizes);
                images.Write(output, MagickFormat.Gif);
                break;
            case ImageFormat.Tiff:
                first.Settings.Compression = CompressionMethod.Zip;
                first.Quality = SmallestDeflate;
                images.Write(output, MagickFormat.Tiff);
                break;
            default:
                first.Write(output, MagickFormat.Bmp);
                break;
        }
    }
}
