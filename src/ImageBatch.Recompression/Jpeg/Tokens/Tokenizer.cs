using System.Numerics;
using ImageBatch.Recompression.Jpeg.Decoding;

namespace ImageBatch.Recompression.Jpeg.Tokens;

/// <summary>Turns records into tokens and counts them (T.81, F.1.2): DC differences, runs, sizes, ends of blocks.</summary>
internal sealed class Tokenizer
{
    private readonly int[] _lastDc = new int[4];

    // By slot: the output's table, 0 for luminance and what is like it, 1 for chrominance.
    private readonly int[] _tables = new int[4];
    private int _lastPosition;
    private int _end;

    public void Begin(ReadOnlySpan<int> tables)
    {
        tables.CopyTo(_tables);
        Array.Clear(_lastDc);
        _end = 0;
        _lastPosition = 63;
    }

    /// <summary>Appends the tokens of whole blocks.</summary>
    public void Append(ReadOnlySpan<int> records, TokenStream stream)
    {
        // A run of 16 zeros stands for 16 positions, so a block never has more than 64 tokens.
        var tokens = stream.Reserve(BlockRecords.PerBand);
        var counts = stream.Counts;
        var (last, end, count) = (_lastPosition, _end, 0);
        foreach (var record in records)
        {
            var value = BlockRecords.Value(record);
            var position = BlockRecords.Position(record);
            var slot = BlockRecords.Slot(record);
            var table = _tables[slot];
            int kind;
            if (position == 0)
            {
                (value, _lastDc[slot]) = (value - _lastDc[slot], value);
                kind = Token.DcBase | (last == 63 ? 0 : end << 5) | (table << 4);
                end = table + 1;
            }
            else
            {
                var run = position - last - 1;
                while (run > 15)
                {
                    counts[(table << 8) | Token.ZeroRun]++;
                    tokens[count++] = Token.Pack((table << 8) | Token.ZeroRun, 0);
                    run -= 16;
                }

                kind = (table << 8) | (run << 4);
            }

            // The magnitude bits of a negative value are those of the value less one (F.1.2.1).
            var sign = value >> 31;
            var size = 32 - BitOperations.LeadingZeroCount((uint)((value ^ sign) - sign));
            kind |= size;
            counts[kind]++;
            tokens[count++] = Token.Pack(kind, (value + sign) & ((1 << size) - 1));
            last = position;
        }

        (_lastPosition, _end) = (last, end);
        stream.Commit(count);
    }

    /// <summary>Appends the end of the last block.</summary>
    public void End(TokenStream stream)
    {
        if (_lastPosition != 63)
        {
            var kind = Token.EndBase + _end - 1;
            stream.Reserve(1)[0] = Token.Pack(kind, 0);
            stream.Commit(1);
            stream.Counts[kind]++;
        }
    }
}
