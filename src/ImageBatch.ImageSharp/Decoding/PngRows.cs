using System.Buffers.Binary;

namespace ImageBatch.ImageSharp.Decoding;

/// <summary>What the rows of a PNG, or of one of its frames, take (third edition, clauses 7.2 and 8).</summary>
internal readonly record struct PngRows(uint Width, uint Height, int BitsPerPixel, bool IsInterlaced)
{
    // Adam7: where each pass begins, and its steps.
    private static readonly (int Left, int Top, int StepX, int StepY)[] Passes =
    [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ];

    /// <summary>Bytes of all rows, each with its filter's.</summary>
    public long Bytes => IsInterlaced
        ? Sum()
        : BytesOf(Width, Height);

    /// <summary>Reads the data of an IHDR chunk, which the core has found to be possible.</summary>
    public static PngRows Of(ReadOnlySpan<byte> header)
    {
        var channels = header[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        return new PngRows(
            BinaryPrimitives.ReadUInt32BigEndian(header),
            BinaryPrimitives.ReadUInt32BigEndian(header[4..]),
            channels * header[8],
            header[12] == 1);
    }

    /// <summary>The rows of the frame that an fcTL chunk announces (clause 11.3.6.2).</summary>
    public PngRows OfFrame(ReadOnlySpan<byte> control) => this with
    {
        Width = BinaryPrimitives.ReadUInt32BigEndian(control[4..]),
        Height = BinaryPrimitives.ReadUInt32BigEndian(control[8..]),
    };

    private long Sum()
    {
        var sum = 0L;
        foreach (var (left, top, stepX, stepY) in Passes)
        {
            sum += BytesOf((Width + stepX - 1 - left) / stepX, (Height + stepY - 1 - top) / stepY);
        }

        return sum;
    }

    /// <summary>A pass without columns has no rows either.</summary>
    private long BytesOf(long width, long height) =>
        width <= 0 || height <= 0 ? 0 : height * (1 + (((width * BitsPerPixel) + 7) / 8));
}
