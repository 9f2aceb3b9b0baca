using System.IO.Compression;
using ImageBatch.Conformance;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Recompression.Tests.Png;

namespace ImageBatch.Recompression.Tests.Reference;

/// <summary>JPEG and PNG files decoded as they are shown, with the profile they hold.</summary>
internal static class ReferenceImages
{
    public static DecodedImage Decode(ReadOnlyMemory<byte> content)
    {
        var file = content.ToArray();
        var header = ImageHeaderReader.Read(file);
        List<RgbaPicture> frames = header.Format switch
        {
            ImageFormat.Jpeg => [ReferencePixels.Decode(file)],
            ImageFormat.Png => ReferenceFrames.Decode(file),
            _ => throw new NotSupportedException($"{header.Format} is not decoded here."),
        };
        var profile = header.Format == ImageFormat.Jpeg ? JpegProfile(file) : PngProfile(file);
        return new DecodedImage([.. frames.Select(frame => frame.Turned(header.Orientation))], profile);
    }

    /// <summary>The parts of a profile in the order of their numbers (ICC.1, B.4).</summary>
    private static byte[] JpegProfile(byte[] file)
    {
        var parts = JpegBytes.Segments(file)
            .Where(segment => segment.Marker == 0xE2 && segment.Payload.AsSpan().StartsWith("ICC_PROFILE\0"u8))
            .OrderBy(segment => segment.Payload[12]).ToArray();
        return [.. parts.SelectMany(part => part.Payload[14..])];
    }

    private static byte[] PngProfile(byte[] file)
    {
        if (PngBytes.Chunks(file).Find(chunk => chunk.Type == "iCCP").Data is not { } data)
        {
            return [];
        }

        using var stream = new ZLibStream(new MemoryStream(data[(Array.IndexOf(data, (byte)0) + 2)..]), CompressionMode.Decompress);
        using var profile = new MemoryStream();
        stream.CopyTo(profile);
        return profile.ToArray();
    }
}
