using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ImageBatch.Recompression.Jpeg.Decoding;

namespace ImageBatch.Recompression.Jpeg.Tokens;

/// <summary>Turns records into tokens and counts them (T.81, F.1.2): runs, sizes, ends of blocks.</summary>
/// <param name="useVectors">Whether AVX2 may be used where the CPU has it. The results are the same.</param>
internal sealed class Tokenizer(bool useVectors)
{
    // By slot: the output's table, 0 for luminance and what is like it, 1 for chrominance. A bit each.
    private int _tables;
    private int _last;

    // The last record of the band before comes before the first, since each token depends on two records.
    private readonly int[] _records = new int[1 + BlockRecords.PerBand + 8];

    /// <summary>Where the records of a band go: <see cref="BlockRecords.PerBand"/>, and 8 more.</summary>
    public Span<int> Records => _records.AsSpan(1);

    public void Begin(ReadOnlySpan<int> tables)
    {
        _tables = 0;
        for (var slot = 0; slot < tables.Length; slot++)
        {
            _tables |= tables[slot] << slot;
        }

        // As if behind a full block, which needs no end.
        _last = 63;
    }

    /// <summary>Appends the tokens of whole blocks.</summary>
    /// <param name="count">How many <see cref="Records"/> there are.</param>
    /// <param name="stream">Takes the tokens.</param>
    public void Append(int count, TokenStream stream)
    {
        if (count == 0)
        {
            return;
        }

        _records[0] = _last;
        _last = _records[count];
        var tokens = stream.Reserve(count + 8);
        if (useVectors && Avx2.IsSupported)
        {
            VectorTokenizer.Tokenize(_records.AsSpan(0, count + 9), _tables, tokens);
        }
        else
        {
            Tokenize(_records.AsSpan(0, count + 1), tokens);
        }

        Count(tokens[..count], stream);
        stream.Commit(count);
    }

    /// <summary>Appends the end of the last block.</summary>
    public void End(TokenStream stream)
    {
        if (BlockRecords.Position(_last) != 63)
        {
            stream.Add(Token.EndBase + Table(_last), 0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Count(ReadOnlySpan<uint> tokens, TokenStream stream)
    {
        // Two sets in turn: the same kind often comes twice in a row, and one count would wait for the other.
        var (counts, others) = (stream.Counts, stream.OtherCounts);
        var i = 0;
        for (; i < tokens.Length - 1; i += 2)
        {
            counts[tokens[i] >> 16]++;
            others[tokens[i + 1] >> 16]++;
        }

        if (i < tokens.Length)
        {
            counts[tokens[i] >> 16]++;
        }
    }

    private void Tokenize(ReadOnlySpan<int> records, Span<uint> tokens)
    {
        var before = records[0];
        for (var i = 1; i < records.Length; i++)
        {
            var record = records[i];
            var value = BlockRecords.Value(record);
            var position = BlockRecords.Position(record);
            var last = BlockRecords.Position(before);
            var end = last == 63 ? 0 : Table(before) + 1;

            // The magnitude bits of a negative value are those of the value less one (F.1.2.1).
            var sign = value >> 31;
            var size = 32 - BitOperations.LeadingZeroCount((uint)((value ^ sign) - sign));
            var kind = position == 0
                ? Token.DcBase | (end << 5) | (Table(record) << 4)
                : (Table(record) << Token.TableShift) | ((position - last - 1) << 4);
            tokens[i - 1] = Token.Pack(kind | size, (value + sign) & ((1 << size) - 1));
            before = record;
        }
    }

    private int Table(int record) => (_tables >> BlockRecords.Slot(record)) & 1;
}
