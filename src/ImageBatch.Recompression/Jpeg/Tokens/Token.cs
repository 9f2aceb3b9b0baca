namespace ImageBatch.Recompression.Jpeg.Tokens;

/// <summary>
/// What the encoder emits, 32 bits each: <c>kind &lt;&lt; 16 | magnitude bits</c>. A kind names all codes of one
/// coefficient: those of 16 zeros that come before its own, or that of the end of the block before a DC difference. So
/// there is one token a coefficient, and none for ends of blocks.
/// </summary>
internal static class Token
{
    /// <summary>The symbol of 16 zeros (ZRL).</summary>
    public const int ZeroRun = 0xF0;

    /// <summary>AC kinds are <c>table &lt;&lt; 10 | zeros &lt;&lt; 4 | size</c>, for tables 0 and 1.</summary>
    public const int TableShift = 10;

    /// <summary>
    /// DC kinds are <c>DcBase | end &lt;&lt; 5 | table &lt;&lt; 4 | size</c>, where end is 0, or 1 more than the AC table
    /// whose end of block comes first.
    /// </summary>
    public const int DcBase = 2 << TableShift;

    /// <summary>An end of block at the end of the scan is <c>EndBase + AC table</c>.</summary>
    public const int EndBase = DcBase + (3 * 32);

    /// <summary>
    /// A run of ends of blocks (T.81, G.1.2.2) is <c>EndRunBase | table &lt;&lt; 4 | size</c>, where so many bits follow.
    /// </summary>
    public const int EndRunBase = EndBase + 32;

    /// <summary>Bits without a code are <c>RawBase + size</c>: up to 15 of them.</summary>
    public const int RawBase = EndRunBase + 32;

    /// <summary>How many kinds there are.</summary>
    public const int Kinds = RawBase + 16;

    /// <summary>The bits of a kind.</summary>
    public const int KindMask = 0xFFF;

    public static uint Pack(int kind, int magnitudeBits) => ((uint)kind << 16) | (uint)magnitudeBits;

    /// <summary>The magnitude bits that follow a kind's code.</summary>
    public static int Size(int kind) => kind is >= EndBase and < EndRunBase ? 0 : kind & 15;
}
