using System.Buffers.Binary;
using ImageBatch.Model;
using ImageBatch.Recompression.Tests;
using ImageBatch.Recompression.Tests.Png;
using ImageBatch.Recompression.Tests.Reference;

namespace ImageBatch.Conformance.Tests.Codecs;

/// <summary>The files that the model codec reads and writes, seen from outside.</summary>
internal static class ModelFiles
{
    private static readonly string[] KeptChunks = ["IHDR", "PLTE", "tRNS", "IDAT", "acTL", "fcTL", "fdAT", "iCCP", "IEND"];

    /// <summary>Whether the end marker or chunk is missing, or the file is shorter than it says.</summary>
    public static bool EndsEarly(ReadOnlySpan<byte> file, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => !file.EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9]),
        ImageFormat.Png => !file.EndsWith(PngBytes.End),
        _ => file.Length < BinaryPrimitives.ReadUInt32LittleEndian(file[2..]),
    };

    public static DecodedImage Decode(byte[] file) =>
        file.AsSpan().StartsWith("BM"u8) ? new([ModelBitmap.Decode(file)], default) : ReferenceImages.Decode(file);

    public static byte[] Encode(ImageFormat format, RgbaPicture[] frames, SampleMetadata metadata, int quality)
    {
        var hasAlpha = frames.Any(Pictures.HasAlpha);
        if (format == ImageFormat.Bmp)
        {
            return BmpWriter.Write(SampleImage.Colour(frames[0], 8, hasAlpha)).Content;
        }

        if (format == ImageFormat.Png)
        {
            return PngWriter.Write(metadata, [.. frames.Select(frame => SampleImage.Colour(frame, 8, hasAlpha))]).Content;
        }

        var isGrey = Pictures.Tinge(frames[0]) == 0;
        var image = isGrey ? SampleImage.Grey(frames[0]) : SampleImage.Colour(frames[0]);
        return JpegWriter.Write(image, isGrey ? JpegKind.Grey : JpegKind.Colour, metadata, quality).Content;
    }

    /// <summary>The file with nothing but what its image needs: its data, its profile, and its orientation.</summary>
    public static byte[] Strip(byte[] file, ImageHeader header)
    {
        if (header.Format == ImageFormat.Bmp)
        {
            return file;
        }

        var exif = header.Orientation == 1 ? null : ExifWriter.Write(header.Orientation, marker: null);
        return header.Format == ImageFormat.Jpeg ? StripJpeg(file, exif) : StripPng(file, exif);
    }

    private static byte[] StripJpeg(byte[] file, byte[]? exif)
    {
        List<byte> stripped = [0xFF, 0xD8, .. exif is null ? [] : JpegBytes.Segment(0xE1, [.. "Exif\0\0"u8, .. exif])];
        var at = 2;
        foreach (var (marker, payload) in JpegBytes.Segments(file))
        {
            if (marker is not (0xE1 or 0xED or 0xFE))
            {
                stripped.AddRange(JpegBytes.Segment(marker, payload));
            }

            at += 4 + payload.Length;
        }

        return [.. stripped, .. file[at..]];
    }

    private static byte[] StripPng(byte[] file, byte[]? exif)
    {
        var chunks = PngBytes.Places(file);
        return
        [
            .. file[..8],
            .. chunks.Where(chunk => KeptChunks.Contains(chunk.Type)).SelectMany(chunk => chunk.Type == "IDAT" && exif is not null
                ? [.. PngBytes.Chunk("eXIf", exif), .. file[chunk.Start..(chunk.Start + chunk.Length)]]
                : file[chunk.Start..(chunk.Start + chunk.Length)]),
        ];
    }
}
