#if HAS_IMAGESHARP
using System.Runtime.InteropServices;
using ImageBatch.Conformance;
using ImageBatch.ImageHeaders;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Tests;

/// <summary>The library's decoders, asked as any program would, without the codec.</summary>
internal static class LibraryDecoder
{
    public static DecodedImage Decode(ReadOnlyMemory<byte> file)
    {
        var header = ImageHeaderReader.Read(file.Span);
        using var image = header.Format == Model.ImageFormat.WebP ? DecodeWebP(file) : Image.Load<Rgba32>(file.Span);
        var profile = (image.Metadata.IccProfile ?? image.Frames.RootFrame.Metadata.IccProfile)?.ToByteArray();
        return new DecodedImage([.. image.Frames.Select(frame => Picture(frame).Turned(header.Orientation))], profile);
    }

    private static Image<Rgba32> DecodeWebP(ReadOnlyMemory<byte> file)
    {
        using var stream = new MemoryStream(file.ToArray());
        return WebpDecoder.Instance.Decode<Rgba32>(
            new WebpDecoderOptions { BackgroundColorHandling = BackgroundColorHandling.Ignore }, stream);
    }

    private static RgbaPicture Picture(ImageFrame<Rgba32> frame)
    {
        var rgba = new byte[4 * frame.Width * frame.Height];
        frame.CopyPixelDataTo(MemoryMarshal.Cast<byte, Rgba32>(rgba.AsSpan()));
        return new RgbaPicture(frame.Width, frame.Height, rgba);
    }
}
#endif
