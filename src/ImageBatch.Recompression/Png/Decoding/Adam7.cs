namespace ImageBatch.Recompression.Png.Decoding;

/// <summary>One of the seven reduced images of an interlaced one (PNG, clause 8.2).</summary>
/// <param name="X">Column of its first pixel.</param>
/// <param name="Y">Row of its first pixel.</param>
/// <param name="StepX">Columns from one pixel to the next.</param>
/// <param name="StepY">Rows from one row to the next.</param>
internal readonly record struct Adam7(int X, int Y, int StepX, int StepY)
{
    public static ReadOnlySpan<Adam7> Passes => All;

    private static readonly Adam7[] All =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    /// <summary>Pixels of this pass in a row of the image; it may be none.</summary>
    public int Width(int width) => (int)(((long)width - X + StepX - 1) / StepX);

    /// <summary>Rows of this pass; it may be none.</summary>
    public int Height(int height) => (int)(((long)height - Y + StepY - 1) / StepY);

    /// <summary>Puts the pixels of a row of this pass to their places in a row of the image.</summary>
    /// <param name="pass">The row of the pass.</param>
    /// <param name="count">How many pixels it has.</param>
    /// <param name="bits">Bits a pixel.</param>
    /// <param name="row">The row of the image, zero where nothing has been put.</param>
    public void Scatter(ReadOnlySpan<byte> pass, int count, int bits, Span<byte> row)
    {
        if (bits < 8)
        {
            ScatterBits(pass, count, bits, row);
            return;
        }

        var bytes = bits / 8;
        for (var i = 0; i < count; i++)
        {
            pass.Slice(i * bytes, bytes).CopyTo(row[((X + (i * StepX)) * bytes)..]);
        }
    }

    /// <summary>Pixels of less than a byte are packed from the highest bits on.</summary>
    private void ScatterBits(ReadOnlySpan<byte> pass, int count, int bits, Span<byte> row)
    {
        var mask = (1 << bits) - 1;
        for (var i = 0; i < count; i++)
        {
            var from = i * bits;
            var to = (X + (i * StepX)) * bits;
            var value = (pass[from >> 3] >> (8 - bits - (from & 7))) & mask;
            row[to >> 3] |= (byte)(value << (8 - bits - (to & 7)));
        }
    }
}
