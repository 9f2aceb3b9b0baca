using System.Runtime.InteropServices;
using ImageBatch.Conformance;
using ImageBatch.ImageHeaders;
using ImageBatch.ImageSharp.Metadata;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Tests;

/// <summary>The library's decoders, asked as any program would, without the codec. Of PNG it reads no profile.</summary>
internal static class LibraryDecoder
{
    public static DecodedImage Decode(ReadOnlyMemory<byte> file)
    {
        var header = ImageHeaderReader.Read(file.Span);
        using var image = Image.Load<Rgba32>(file.Span);
        var profile = header.Format == Model.ImageFormat.Png
            ? PngProfile.Read(file)
            : image.Metadata.IccProfile ?? image.Frames.RootFrame.Metadata.IccProfile;
        return new DecodedImage(
            [.. image.Frames.Cast<ImageFrame<Rgba32>>().Select(frame => Picture(frame).Turned(header.Orientation))],
            profile?.ToByteArray());
    }

    private static RgbaPicture Picture(ImageFrame<Rgba32> frame)
    {
        var rgba = new byte[4 * frame.Width * frame.Height];
        frame.CopyPixelDataTo(MemoryMarshal.Cast<byte, Rgba32>(rgba.AsSpan()));
        return new RgbaPicture(frame.Width, frame.Height, rgba);
    }
}
