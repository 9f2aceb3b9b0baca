using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using ImageBatch.Model;

namespace ImageBatch.ImageSharp.Decoding;

/// <summary>
/// Looks whether all rows of a PNG are there. The library leaves rows blank that are not, and says nothing.
/// </summary>
internal static class PngData
{
    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12;
    private const int FrameControlLength = 26;

    // A text of a few bytes may become one of MiBs; an honest file has a few of them.
    private const int MostTexts = 64;

    /// <summary>Inflates the image data, and those of all frames where they are asked for, and counts.</summary>
    /// <exception cref="ImageException">
    /// Rows are missing, the data cannot be inflated, or there are texts without number that are to be kept.
    /// </exception>
    public static void EnsureWhole(
        ReadOnlyMemory<byte> file, bool allFrames, bool keepsTexts, CancellationToken cancellationToken)
    {
        var texts = 0;
        var rows = PngRows.Of(file.Span[(SignatureLength + 8)..]);
        List<ReadOnlyMemory<byte>> data = [];
        var position = SignatureLength;
        while (position <= file.Length - ChunkOverhead)
        {
            var chunk = file[position..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk.Span);
            if (length > chunk.Length - ChunkOverhead)
            {
                break;
            }

            var type = chunk.Span.Slice(4, 4);
            var content = chunk.Slice(8, (int)length);
            if (type.SequenceEqual("IDAT"u8))
            {
                data.Add(content);
            }
            else if (type.SequenceEqual("fdAT"u8) && length >= 4)
            {
                data.Add(content[4..]);
            }
            else if (data.Count > 0)
            {
                EnsureWhole(data, rows.Bytes, cancellationToken);
                data.Clear();
                if (!allFrames && !keepsTexts)
                {
                    return;
                }
            }

            if (keepsTexts && (type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8)) && ++texts > MostTexts)
            {
                throw Failures.TooManyPixels($"The PNG file has more than {MostTexts} texts: they take more memory than they may.");
            }

            if (type.SequenceEqual("fcTL"u8) && length == FrameControlLength)
            {
                rows = rows.OfFrame(content.Span);
            }

            position += ChunkOverhead + (int)length;
        }

        if (data.Count > 0)
        {
            EnsureWhole(data, rows.Bytes, cancellationToken);
        }
    }

    private static void EnsureWhole(List<ReadOnlyMemory<byte>> data, long expected, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            using var inflater = new ZLibStream(new ChunkStream(data), CompressionMode.Decompress);
            while (expected > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = inflater.Read(buffer);
                expected = count > 0 ? expected - count : throw new ImageException(
                    ImageErrorCodes.ImageTruncated, "The PNG file ends before its image data do: rows are missing.");
            }
        }
        catch (InvalidDataException exception)
        {
            throw new ImageException(
                ImageErrorCodes.ImageCorrupt, "The PNG file is broken: its image data cannot be inflated.", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
