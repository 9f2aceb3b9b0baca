using System.Buffers.Binary;

namespace ImageBatch.ImageSharp.Decoding;

/// <summary>The chunks of a PNG (third edition, clause 5.3).</summary>
internal static class PngChunks
{
    private const int SignatureLength = 8;
    private const int Overhead = 12;

    /// <summary>All chunks up to the end, or up to one that is not whole.</summary>
    public static IEnumerable<(string Type, ReadOnlyMemory<byte> Data)> Of(ReadOnlyMemory<byte> file)
    {
        for (var rest = file[SignatureLength..]; rest.Length >= Overhead;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
            if (length > rest.Length - Overhead)
            {
                yield break;
            }

            yield return (System.Text.Encoding.Latin1.GetString(rest.Span.Slice(4, 4)), rest.Slice(8, (int)length));
            rest = rest[(Overhead + (int)length)..];
        }
    }

    /// <summary>Whether there is a text that may be compressed: zTXt, or iTXt with its flag behind the keyword.</summary>
    public static bool HasCompressedText(ReadOnlyMemory<byte> file) => Of(file).Any(chunk =>
        chunk.Type == "zTXt" || (chunk.Type == "iTXt" && chunk.Data.Span.IndexOf("\0\u0001"u8) >= 0));
}
