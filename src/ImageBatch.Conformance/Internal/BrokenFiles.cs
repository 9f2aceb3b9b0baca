using System.IO.Hashing;
using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Files that are as long as they say and break a rule of their format that no decoder can overlook.</summary>
internal static class BrokenFiles
{
    private const int BmpWidth = 18;
    private const int BmpBits = 28;

    public static IEnumerable<(string Name, byte[] Content)> Of(ImageFormat format)
    {
        var sample = CodecSamples.Of(format)[0];
        var file = sample.Content.ToArray();
        return format switch
        {
            ImageFormat.Jpeg =>
            [
                ("a JPEG with a width of 0", With(file, Find(file, 0xFF, 0xC0) + 7, 0, 0)),
                ("a JPEG with more short codes than there can be", With(file, Find(file, 0xFF, 0xC4) + 5, 3)),
                ("a JPEG with a scan of tables that are not there", With(file, Find(file, 0xFF, 0xDA) + 6, 0x33)),
            ],
            ImageFormat.Png =>
            [
                ("a PNG with a wrong checksum", With(file, file.Length - 13, (byte)~file[^13])),
                ("a PNG with data that are not compressed by its method", PngWithoutZlib(file, sample.DataOffset)),
            ],
            ImageFormat.Gif => [("a GIF with codes of 13 bits", With(file, sample.DataOffset - 1, 13))],
            ImageFormat.Bmp =>
            [
                ("a bitmap with a width of 0", With(file, BmpWidth, 0)),
                ("a bitmap of 7 bits a pixel", With(file, BmpBits, 7)),
            ],
            ImageFormat.Tiff => [("a TIFF with a width of 0", With(file, Find(file, 0, 1, 4, 0) + 8, 0))],
            ImageFormat.WebP => [("a WebP without its signature", With(file, sample.DataOffset - LosslessWebP.HeaderLength, 0))],
            ImageFormat.Avif => [("an AVIF of zeros", [.. file[..sample.DataOffset], .. new byte[file.Length - sample.DataOffset]])],
            _ => [],
        };
    }

    private static byte[] PngWithoutZlib(byte[] file, int data)
    {
        var broken = With(file, data, 0, 0);
        var checksum = new ByteWriter(isLittleEndian: false).UInt32(Crc32.HashToUInt32(broken.AsSpan()[(data - 4)..^16])).ToArray();
        return With(broken, file.Length - 16, checksum);
    }

    private static int Find(byte[] file, params byte[] pattern) => file.AsSpan().IndexOf(pattern);

    private static byte[] With(byte[] file, int offset, params byte[] values)
    {
        var changed = file.ToArray();
        values.CopyTo(changed, offset);
        return changed;
    }
}
