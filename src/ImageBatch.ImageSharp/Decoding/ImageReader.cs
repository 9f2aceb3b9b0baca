using System.Runtime.InteropServices;
using ImageBatch.Codecs;
using ImageBatch.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Decoding;

/// <summary>Decodes with the decoder of the header's format; the content is never asked for another.</summary>
internal static class ImageReader
{
    // An ICC profile of a PNG is rarely more than 1 MiB; larger ones are dropped.
    private const int LargestPngProfile = 4 << 20;

    public static Image<TPixel> Read<TPixel>(
        ReadOnlyMemory<byte> input,
        TranscodeRequest request,
        Configuration configuration,
        bool keepMetadata,
        CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var stream = Open(input);
        var format = request.Header.Format;
        var options = new DecoderOptions
        {
            Configuration = configuration,
            MaxFrames = FrameChoice.KeepsAll(request) ? uint.MaxValue : 1,
            TargetSize = format == ImageFormat.Jpeg ? ReducedSize.Of(request) : null,

            // Of PNG alone the profile is read even so; its text can be many times the file.
            SkipMetadata = format == ImageFormat.Png && !keepMetadata,
        };
        var decoded = format switch
        {
            ImageFormat.Jpeg => JpegDecoder.Instance.DecodeAsync<TPixel>(
                new JpegDecoderOptions { GeneralOptions = options, ResizeMode = JpegDecoderResizeMode.IdctOnly },
                stream,
                cancellationToken),
            ImageFormat.Png => PngDecoder.Instance.DecodeAsync<TPixel>(
                new PngDecoderOptions { GeneralOptions = options, MaxUncompressedAncillaryChunkSizeBytes = LargestPngProfile },
                stream,
                cancellationToken),
            ImageFormat.Gif => GifDecoder.Instance.DecodeAsync<TPixel>(options, stream, cancellationToken),

            // As browsers do, who show what is behind the image instead of the background that a file asks for.
            ImageFormat.WebP => WebpDecoder.Instance.DecodeAsync<TPixel>(
                new WebpDecoderOptions { GeneralOptions = options, BackgroundColorHandling = BackgroundColorHandling.Ignore },
                stream,
                cancellationToken),
            ImageFormat.Bmp => BmpDecoder.Instance.DecodeAsync<TPixel>(options, stream, cancellationToken),
            ImageFormat.Tiff => TiffDecoder.Instance.DecodeAsync<TPixel>(options, stream, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(request), format, "There is no decoder for this format."),
        };

        // From a stream in memory the library decodes before it returns the task, and looks at the token as it goes.
        return decoded.GetAwaiter().GetResult();
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> input) =>
        MemoryMarshal.TryGetArray(input, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(input.ToArray(), writable: false);
}
