using System.Numerics;
using ImageBatch.Recompression.Jpeg.Decoding;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Scans;
using ImageBatch.Recompression.Jpeg.Tokens;

namespace ImageBatch.Recompression.Jpeg.Coefficients;

/// <summary>Turns planes into the tokens of sequential scans.</summary>
/// <param name="useVectors">Whether AVX2 may be used where the CPU has it.</param>
internal sealed class PlaneTokenizer(bool useVectors)
{
    private readonly Tokenizer _tokenizer = new(useVectors);
    private readonly int[] _lastDc = new int[4];

    /// <summary>Begins a scan.</summary>
    public void Begin(OutputScan output)
    {
        _tokenizer.Begin(output.Tables);
        Array.Clear(_lastDc);
    }

    /// <summary>Appends the tokens of some minimum coded units of a scan, behind those of the last call.</summary>
    /// <param name="image">The planes.</param>
    /// <param name="scan">The order of the blocks.</param>
    /// <param name="unit">The first unit.</param>
    /// <param name="units">How many there are.</param>
    /// <param name="output">The scan of the output.</param>
    /// <param name="budget">More tokens than this are not wanted.</param>
    /// <param name="cancellationToken">Looked at once a band.</param>
    public void Append(
        CoefficientImage image,
        ScanHeader scan,
        int unit,
        int units,
        OutputScan output,
        long budget,
        CancellationToken cancellationToken)
    {
        var walker = new BlockWalker(scan, unit);
        var blocks = (long)units * scan.Slots.Length;
        while (blocks > 0 && output.Tokens.Count <= budget)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var band = (int)Math.Min(blocks, BlockRecords.BlocksPerBand);
            blocks -= band;
            var count = 0;
            for (; band > 0; band--)
            {
                var plane = image[scan.Indices[walker.Slot]];
                var block = walker.IsPadding ? [] : plane.Read(walker.Block(plane.Stride));
                count += Collect(block, walker.Slot, _tokenizer.Records[count..]);
                walker.Next();
            }

            _tokenizer.Append(count, output.Tokens);
        }
    }

    /// <summary>Ends the scan.</summary>
    public void End(OutputScan output) => _tokenizer.End(output.Tokens);

    private int Collect(ReadOnlySpan<short> block, int slot, Span<int> records)
    {
        if (block.IsEmpty)
        {
            // Nobody sees a padding block: it repeats the last one's mean, which costs least.
            records[0] = BlockRecords.Pack(0, slot, 0);
            return 1;
        }

        records[0] = BlockRecords.Pack(block[0] - _lastDc[slot], slot, 0);
        _lastDc[slot] = block[0];
        var count = 1;
        for (var left = CoefficientBlock.NonZero(block) & ~1UL; left != 0; left &= left - 1)
        {
            var k = BitOperations.TrailingZeroCount(left);
            records[count++] = BlockRecords.Pack(block[k], slot, k);
        }

        return count;
    }
}
