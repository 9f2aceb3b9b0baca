namespace ImageBatch.Conformance;

/// <summary>A component of a JPEG (ITU-T T.81): its sampling factors and its quantized blocks.</summary>
internal sealed class JpegComponent
{
    private static readonly double[,] Cosines = MakeCosines();

    /// <summary>Makes the blocks of a component.</summary>
    /// <param name="id">Its identifier, from 1.</param>
    /// <param name="factor">Both sampling factors, 1 or 2.</param>
    /// <param name="width">Samples of a row, at this component's resolution.</param>
    /// <param name="height">Rows, at this component's resolution.</param>
    /// <param name="unitsWide">Minimum coded units of a row.</param>
    /// <param name="unitsHigh">Minimum coded units of a column.</param>
    /// <param name="sample">A sample of the component; places outside are not asked for.</param>
    /// <param name="table">Which quantization table: 0 or 1.</param>
    /// <param name="steps">That table, in zigzag order.</param>
    public JpegComponent(
        int id, int factor, int width, int height, int unitsWide, int unitsHigh, Func<int, int, double> sample, int table, int[] steps)
    {
        (Id, Factor, Table, Wide, High) = (id, factor, table, (width + 7) / 8, (height + 7) / 8);
        Stride = unitsWide * factor;
        Blocks = new int[Stride * unitsHigh * factor][];
        for (var i = 0; i < Blocks.Length; i++)
        {
            var (row, column) = Math.DivRem(i, Stride);
            Blocks[i] = Transform(steps, (x, y) => sample(Math.Min((8 * column) + x, width - 1), Math.Min((8 * row) + y, height - 1)));
        }
    }

    public int Id { get; }

    public int Factor { get; }

    /// <summary>Of quantization, and of the entropy codes, which are the same for both.</summary>
    public int Table { get; }

    /// <summary>Blocks of a row and of a column, without those that only fill minimum coded units.</summary>
    public int Wide { get; }

    public int High { get; }

    /// <summary>Blocks of a row, with those that fill.</summary>
    public int Stride { get; }

    /// <summary>All blocks, coefficients in zigzag order.</summary>
    public int[][] Blocks { get; }

    /// <summary>The forward transform (A.3.3) and the quantization (A.3.4).</summary>
    private static int[] Transform(int[] steps, Func<int, int, double> sample)
    {
        var rows = new double[8, 8];
        for (var i = 0; i < 64; i++)
        {
            var (y, x) = Math.DivRem(i, 8);
            var level = sample(x, y) - 128;
            for (var u = 0; u < 8; u++)
            {
                rows[y, u] += level * Cosines[u, x];
            }
        }

        var block = new int[64];
        for (var k = 0; k < 64; k++)
        {
            var (v, u) = Math.DivRem(JpegTables.ZigZag[k], 8);
            var sum = 0.0;
            for (var y = 0; y < 8; y++)
            {
                sum += rows[y, u] * Cosines[v, y];
            }

            block[k] = (int)Math.Round(sum / steps[k]);
        }

        return block;
    }

    private static double[,] MakeCosines()
    {
        var cosines = new double[8, 8];
        for (var i = 0; i < 64; i++)
        {
            var (frequency, place) = Math.DivRem(i, 8);
            cosines[frequency, place] = Math.Cos(((2 * place) + 1) * frequency * Math.PI / 16) * (frequency == 0 ? Math.Sqrt(0.125) : 0.5);
        }

        return cosines;
    }
}
