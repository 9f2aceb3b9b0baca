using System.Buffers;

namespace ImageBatch.Recompression.Jpeg.Coefficients;

/// <summary>
/// All coefficients of one component, 64 a block in zigzag order, blocks in rows that are padded to whole minimum coded
/// units. Memory is rented for a chunk of blocks when the first of them is written to: a header that claims a large
/// image costs nothing until its data bear it out.
/// </summary>
internal sealed class CoefficientPlane
{
    /// <summary>One mebibyte: few enough chunks that the pool keeps those of a usual image.</summary>
    public const int ChunkBytes = ChunkBlocks * 64 * sizeof(short);

    private const int ChunkBlocks = 8192;

    private static readonly short[] Zeros = new short[64];

    private short[]?[] _chunks = [];
    private int _blocks;
    private int _first;

    /// <summary>Blocks from one row to the next.</summary>
    public int Stride { get; private set; }

    public void Begin(int blocksWide, int blocksHigh)
    {
        (Stride, _first) = (blocksWide, 0);
        _blocks = blocksWide * blocksHigh;
        var chunks = (_blocks + ChunkBlocks - 1) / ChunkBlocks;
        if (_chunks.Length < chunks)
        {
            _chunks = new short[]?[chunks];
        }
    }

    /// <summary>Goes to other rows of the component: the plane holds those from one on, and what it held is left in it.</summary>
    public void MoveTo(int row) => _first = row * Stride;

    /// <summary>Changes the length of the rows, where the blocks have been moved to their new places.</summary>
    public void Reshape(int stride) => Stride = stride;

    public void Clear()
    {
        foreach (ref var chunk in _chunks.AsSpan())
        {
            if (chunk is not null)
            {
                ArrayPool<short>.Shared.Return(chunk);
                chunk = null;
            }
        }
    }

    /// <summary>A block to read; zeros where nothing was written near it.</summary>
    public ReadOnlySpan<short> Read(int block)
    {
        var found = Find(block);
        return found.IsEmpty ? Zeros : found;
    }

    /// <summary>A block to change if there is anything to change; empty where nothing was written near it.</summary>
    public Span<short> Find(int block)
    {
        var place = block - _first;
        return _chunks[place / ChunkBlocks] is { } chunk ? chunk.AsSpan(place % ChunkBlocks * 64, 64) : [];
    }

    /// <summary>A block to write.</summary>
    public Span<short> Write(int block)
    {
        var place = block - _first;
        return (_chunks[place / ChunkBlocks] ?? Rent(place / ChunkBlocks)).AsSpan(place % ChunkBlocks * 64, 64);
    }

    private short[] Rent(int index)
    {
        var length = 64 * Math.Min(ChunkBlocks, _blocks - (index * ChunkBlocks));
        var chunk = ArrayPool<short>.Shared.Rent(length);
        chunk.AsSpan(0, length).Clear();
        _chunks[index] = chunk;
        return chunk;
    }
}
