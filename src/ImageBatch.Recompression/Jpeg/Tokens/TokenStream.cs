using System.Buffers;
using ImageBatch.Recompression.Jpeg.Decoding;

namespace ImageBatch.Recompression.Jpeg.Tokens;

/// <summary>The tokens of one scan, in pooled chunks that grow with the data and are never copied.</summary>
internal sealed class TokenStream
{
    public const int ChunkTokens = 64 * 1024;

    private readonly List<(uint[] Tokens, int Count)> _chunks = [];

    /// <summary>Number of chunks.</summary>
    public int Chunks => _chunks.Count;

    /// <summary>Number of tokens.</summary>
    public long Count { get; private set; }

    /// <summary>How often each kind occurs, together with <see cref="OtherCounts"/>.</summary>
    public int[] Counts { get; } = new int[Token.Kinds];

    /// <summary>To be added to <see cref="Counts"/>.</summary>
    public int[] OtherCounts { get; } = new int[Token.Kinds];

    /// <summary>What so many tokens take at most, in so many streams that are filled a band of blocks at a time.</summary>
    public static long RentedBytes(long tokens, int streams) =>
        (((tokens + (2 * BlockRecords.PerBand)) / (ChunkTokens - BlockRecords.PerBand)) + streams) * ChunkTokens * sizeof(uint);

    /// <summary>Adds the two up, in <see cref="Counts"/>.</summary>
    public ReadOnlySpan<int> SumCounts()
    {
        for (var kind = 0; kind < Token.Kinds; kind++)
        {
            Counts[kind] += OtherCounts[kind];
            OtherCounts[kind] = 0;
        }

        return Counts;
    }

    public ReadOnlySpan<uint> Chunk(int index) => _chunks[index].Tokens.AsSpan(0, _chunks[index].Count);

    /// <summary>Room for tokens at the end, to be followed by <see cref="Commit"/>.</summary>
    public Span<uint> Reserve(int count)
    {
        if (_chunks.Count == 0 || ChunkTokens - _chunks[^1].Count < count)
        {
            _chunks.Add((ArrayPool<uint>.Shared.Rent(ChunkTokens), 0));
        }

        return _chunks[^1].Tokens.AsSpan(_chunks[^1].Count, count);
    }

    public void Commit(int count)
    {
        _chunks[^1] = (_chunks[^1].Tokens, _chunks[^1].Count + count);
        Count += count;
    }

    /// <summary>Appends and counts one token.</summary>
    public void Add(int kind, int magnitudeBits)
    {
        Reserve(1)[0] = Token.Pack(kind, magnitudeBits);
        Commit(1);
        Counts[kind]++;
    }

    public void Clear()
    {
        foreach (var (tokens, _) in _chunks)
        {
            ArrayPool<uint>.Shared.Return(tokens);
        }

        _chunks.Clear();
        Array.Clear(Counts);
        Array.Clear(OtherCounts);
        Count = 0;
    }
}
