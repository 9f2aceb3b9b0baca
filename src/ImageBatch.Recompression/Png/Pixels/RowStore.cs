using System.Buffers;
using System.Numerics;

namespace ImageBatch.Recompression.Png.Pixels;

/// <summary>
/// Rows of equal length in rented memory, which is taken as rows are asked for and not as a header claims.
/// </summary>
internal sealed class RowStore
{
    private const int SmallestBlock = 1 << 20;

    /// <summary>A block has this many rows or more, so that little of it stays unused.</summary>
    private const int RowsPerBlock = 16;

    private readonly List<byte[]> _blocks = [];
    private int _rowBytes;
    private int _rowsInBlock;

    /// <summary>What the pool gives for all rows.</summary>
    public static long RentedBytes(long rowBytes, int rows)
    {
        var block = BlockBytes(rowBytes);
        var blocks = (rows + (block / rowBytes) - 1) / (block / rowBytes);
        return blocks == 1 ? (long)BitOperations.RoundUpToPowerOf2((ulong)(rowBytes * rows)) : blocks * block;
    }

    public void Begin(int rowBytes, int rows)
    {
        _rowBytes = rowBytes;
        _rowsInBlock = (int)Math.Min(BlockBytes(rowBytes) / rowBytes, rows);
    }

    /// <summary>A row; of a new one the content is zero.</summary>
    public Span<byte> Row(int y)
    {
        var (block, row) = Math.DivRem(y, _rowsInBlock);
        while (block >= _blocks.Count)
        {
            var rented = ArrayPool<byte>.Shared.Rent(_rowsInBlock * _rowBytes);
            rented.AsSpan().Clear();
            _blocks.Add(rented);
        }

        return _blocks[block].AsSpan(row * _rowBytes, _rowBytes);
    }

    public void Clear()
    {
        foreach (var block in _blocks)
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        _blocks.Clear();
    }

    private static long BlockBytes(long rowBytes) =>
        Math.Max(SmallestBlock, (long)BitOperations.RoundUpToPowerOf2((ulong)(RowsPerBlock * rowBytes)));
}
