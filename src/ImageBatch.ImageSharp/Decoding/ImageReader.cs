using System.Runtime.InteropServices;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata;

namespace ImageBatch.ImageSharp.Decoding;

/// <summary>Decodes with the decoder of the header's format; the content is never asked for another.</summary>
internal static class ImageReader
{
    public static Image<Rgba32> Read(
        ReadOnlyMemory<byte> input,
        TranscodeRequest request,
        Configuration configuration,
        bool keepMetadata,
        CancellationToken cancellationToken)
    {
        var frames = FrameChoice.KeepsAll(request) ? FrameDecodingMode.All : FrameDecodingMode.First;
        IImageDecoder decoder = request.Header.Format switch
        {
            ImageFormat.Jpeg => new JpegDecoder(),

            // Its compressed texts become as long as they like, outside the memory that is counted.
            ImageFormat.Png => new PngDecoder { IgnoreMetadata = !keepMetadata || PngChunks.HasCompressedText(input) },
            ImageFormat.Gif => new GifDecoder { DecodingMode = frames },
            ImageFormat.WebP => new WebpDecoder(),
            ImageFormat.Bmp => new BmpDecoder(),
            ImageFormat.Tiff => new TiffDecoder { DecodingMode = frames },
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Header.Format, "There is no decoder for this format."),
        };
        var bytes = MemoryMarshal.TryGetArray(input, out var segment) ? segment : new ArraySegment<byte>(input.ToArray());
        using var stream = new InputStream(bytes, cancellationToken);
        return decoder.Decode<Rgba32>(configuration, stream, cancellationToken);
    }

    /// <summary>The input, which stops at a cancellation: some decoders look at no token.</summary>
    private sealed class InputStream(ArraySegment<byte> bytes, CancellationToken cancellationToken)
        : MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return base.Read(buffer, offset, count);
        }
    }
}
