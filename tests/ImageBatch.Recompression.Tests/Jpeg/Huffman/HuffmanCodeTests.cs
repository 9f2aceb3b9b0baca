using ImageBatch.Recompression.Jpeg.Huffman;

namespace ImageBatch.Recompression.Tests.Jpeg.Huffman;

public sealed class HuffmanCodeTests
{
    [Fact]
    public void Build_counts_of_Fibonacci_keeps_within_16_bits_and_spares_the_code_of_ones()
    {
        var counts = new int[256];
        var (last, next) = (1, 1);
        for (var symbol = 0; symbol < 40; symbol++)
        {
            counts[symbol] = last;
            (last, next) = (next, last + next);
        }

        AssertLegal(counts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    public void Build_any_number_of_symbols_gives_each_a_code(int symbols)
    {
        var counts = new int[256];
        Array.Fill(counts, 7, 0, symbols);
        AssertLegal(counts);
    }

    [Fact]
    public void Build_random_counts_costs_no_more_than_the_entropy_and_a_bit()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var counts = new int[256];
            for (var symbol = random.Next(2, 256); symbol > 0; symbol--)
            {
                counts[random.Next(256)] = 1 << random.Next(12);
            }

            var code = AssertLegal(counts);
            var total = (double)counts.Sum();
            var entropy = counts.Where(count => count > 0).Sum(count => count * Math.Log2(total / count));
            var cost = Enumerable.Range(0, 256).Sum(symbol => (long)counts[symbol] * code.Length(symbol));
            Assert.InRange(cost, entropy, entropy + total);
        }
    }

    [Fact]
    public void Build_no_counts_gives_no_codes()
    {
        var code = new HuffmanCode();
        code.Build(new int[16]);

        Assert.Equal(0, code.Count);
        Assert.Equal(new byte[16], code.LengthCounts.ToArray());
    }

    private static HuffmanCode AssertLegal(int[] counts)
    {
        var code = new HuffmanCode();
        code.Build(counts);
        Assert.Equal(counts.Count(count => count > 0), code.Count);
        Assert.Equal(code.Count, code.LengthCounts.ToArray().Sum(count => count));

        // Something must be left of the code space, which is the code of ones at least.
        var free = 1 << 16;
        for (var length = 1; length <= 16; length++)
        {
            free -= code.LengthCounts[length - 1] << (16 - length);
        }

        Assert.True(free > 0);
        for (var a = 0; a < 256; a++)
        {
            for (var b = 0; b < 256; b++)
            {
                Assert.True(counts[a] <= counts[b] || counts[b] == 0 || code.Length(a) <= code.Length(b));
            }
        }

        return code;
    }
}
