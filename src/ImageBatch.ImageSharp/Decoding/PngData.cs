using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageBatch.ImageSharp.Decoding;

/// <summary>
/// Looks whether all rows of a PNG are there. The library leaves rows blank that are not, and says nothing.
/// </summary>
internal static class PngData
{
    private const int BufferLength = 1 << 16;

    // The signature, and IHDR's length and type.
    private const int HeaderData = 16;

    // Adam7: where each pass begins, and its steps (third edition, clause 8).
    private static readonly (int Left, int Top, int StepX, int StepY)[] Passes =
    [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ];

    /// <summary>Inflates the image data, and counts.</summary>
    /// <exception cref="ImageException">Rows are missing, or the data cannot be inflated.</exception>
    public static void EnsureWhole(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        using var data = new MemoryStream(file.Length);
        foreach (var (_, content) in PngChunks.Of(file).SkipWhile(chunk => chunk.Type != "IDAT").TakeWhile(chunk => chunk.Type == "IDAT"))
        {
            data.Write(content.Span);
        }

        try
        {
            data.Position = 0;
            using var inflater = new ZLibStream(data, CompressionMode.Decompress);
            var (buffer, missing) = (new byte[BufferLength], BytesOfRows(file.Span[HeaderData..]));
            while (missing > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = inflater.Read(buffer);
                missing = count > 0 ? missing - count : throw new ImageException(
                    ImageErrorCodes.ImageTruncated, "The PNG file ends before its image data do: rows are missing.");
            }
        }
        catch (InvalidDataException exception)
        {
            throw new ImageException(
                ImageErrorCodes.ImageCorrupt, "The PNG file is broken: its image data cannot be inflated.", exception);
        }
    }

    /// <summary>Bytes of all rows, each with its filter's, by the data of IHDR, which the core has found to be possible.</summary>
    private static long BytesOfRows(ReadOnlySpan<byte> header)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        var bits = header[8] * header[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        return header[12] == 0 ? Rows(width, height) : Passes.Sum(pass => Rows(
            (width + pass.StepX - 1 - pass.Left) / pass.StepX, (height + pass.StepY - 1 - pass.Top) / pass.StepY));

        // A pass without columns has no rows either.
        long Rows(long columns, long rows) => columns == 0 ? 0 : rows * (1 + (((columns * bits) + 7) / 8));
    }
}
