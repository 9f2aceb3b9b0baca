using System.IO.Compression;
using System.Text;

namespace ImageBatch.Conformance;

/// <summary>Looks for a text in a file: as it is, in two bytes a letter, and in what PNG compresses.</summary>
internal static class MarkerSearch
{
    public static bool IsIn(byte[] file, string marker) =>
        Contains(file, marker) || CompressedTexts(file).Any(text => Contains(text, marker));

    private static bool Contains(ReadOnlySpan<byte> bytes, string marker) =>
        bytes.IndexOf(Encoding.ASCII.GetBytes(marker)) >= 0
        || bytes.IndexOf(Encoding.Unicode.GetBytes(marker)) >= 0
        || bytes.IndexOf(Encoding.BigEndianUnicode.GetBytes(marker)) >= 0;

    /// <summary>Whatever begins like a zlib stream (RFC 1950) inside a chunk of text and can be inflated.</summary>
    private static IEnumerable<byte[]> CompressedTexts(byte[] file)
    {
        for (var at = 0; at < file.Length - 8; at++)
        {
            if (file.AsSpan(at, 4).SequenceEqual("zTXt"u8) || file.AsSpan(at, 4).SequenceEqual("iTXt"u8))
            {
                var start = file.AsSpan(at).IndexOf((byte)0x78);
                if (start >= 0 && Inflate(file[(at + start)..]) is { } text)
                {
                    yield return text;
                }
            }
        }
    }

    private static byte[]? Inflate(byte[] data)
    {
        using var stream = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        using var text = new MemoryStream();
        try
        {
            stream.CopyTo(text);
            return text.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
