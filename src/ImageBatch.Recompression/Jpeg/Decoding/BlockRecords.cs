using System.Runtime.CompilerServices;

namespace ImageBatch.Recompression.Jpeg.Decoding;

/// <summary>
/// Coefficients on their way from decoder to encoder, 32 bits each: <c>value &lt;&lt; 16 | slot &lt;&lt; 6 | k</c>,
/// where the slot is the component's place in the scan and k the position in zigzag order. Each block is its DC
/// coefficient, as a value and not as a difference, whatever it is, and its other coefficients that are not zero.
/// </summary>
internal static class BlockRecords
{
    /// <summary>Blocks that are decoded, requantized and counted in one go: what stays in a first-level cache.</summary>
    public const int BlocksPerBand = 64;

    /// <summary>Most records of a band.</summary>
    public const int PerBand = BlocksPerBand * 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Pack(int value, int slot, int k) => (value << 16) | (slot << 6) | k;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Value(int record) => record >> 16;

    /// <summary>Slot and position together: the place in tables of four times 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Place(int record) => record & 0xFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Position(int record) => record & 63;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Slot(int record) => (record >> 6) & 3;
}
