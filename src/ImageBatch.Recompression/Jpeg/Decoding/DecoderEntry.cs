namespace ImageBatch.Recompression.Jpeg.Decoding;

/// <summary>
/// What one look-up of <see cref="SequentialDecoder"/> decodes: a group of symbols, of which one at most is a
/// coefficient to keep. 32 bits: 8 of bits consumed, 7 of positions moved, 1 whether a coefficient is kept, 5 of where the kept coefficient's magnitude ends in the window, 4 of its size, 6 of the zeros before it, and
/// the sign bit where the block ends.
/// </summary>
internal static class DecoderEntry
{
    public const int AdvanceShift = 8;
    public const int KeptShift = 15;
    public const int EndShift = 16;
    public const int SizeShift = 21;
    public const int ZerosShift = 25;
    public const uint EndOfBlock = 1u << 31;

    /// <summary>Where the magnitude ends, and the size: what a record takes over.</summary>
    public const uint MagnitudeMask = 0x1FF << EndShift;

    /// <summary>An entry that moves past every position: it leaves the fast loop.</summary>
    public const uint Leave = 127u << AdvanceShift;

    /// <summary>A kept coefficient.</summary>
    /// <param name="end">Bits from the start of the window to the end of its magnitude.</param>
    /// <param name="size">Bits of its magnitude.</param>
    /// <param name="zeros">Positions before it.</param>
    public static uint Keep(int end, int size, int zeros) =>
        (1u << KeptShift) | ((uint)end << EndShift) | ((uint)size << SizeShift) | ((uint)zeros << ZerosShift);

    /// <summary>Bits consumed and positions moved.</summary>
    public static uint Move(int bits, int advance) => (uint)bits | ((uint)advance << AdvanceShift);
}
