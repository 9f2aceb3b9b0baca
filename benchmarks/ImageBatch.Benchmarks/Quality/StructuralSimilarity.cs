using System.Numerics;

namespace ImageBatch.Benchmarks.Quality;

/// <summary>
/// Mean structural similarity of two lumas after Wang, Bovik, Sheikh and Simoncelli, "Image Quality Assessment: From
/// Error Visibility to Structural Similarity", IEEE Transactions on Image Processing 13 (4), 2004, equations 13 to 17:
/// a circular Gaussian window of 11 × 11 with σ = 1.5 moved pixel by pixel, K1 = 0.01, K2 = 0.03, L = 255. Windows lie
/// inside the picture, and nothing is scaled down first.
/// </summary>
internal sealed class StructuralSimilarity
{
    private const int Side = 11;
    private const double Sigma = 1.5;
    private const float C1 = 0.01f * 255 * 0.01f * 255;
    private const float C2 = 0.03f * 255 * 0.03f * 255;

    /// <summary>Means of x, y, x², y² and xy: all that the formula is made of.</summary>
    private const int Moments = 5;

    // The window is a product of two of these, so it is applied to rows, then to columns.
    private static readonly float[] Window = MakeWindow();

    private readonly int _width;
    private readonly int _columns;
    private readonly float[][] _products;
    private readonly float[][] _rows;
    private readonly float[][] _means;

    private StructuralSimilarity(int width)
    {
        _width = width;
        _columns = width - Side + 1;
        _products = MakeRows(Moments, width);
        _rows = MakeRows(Moments * Side, _columns);
        _means = MakeRows(Moments, _columns);
    }

    /// <summary>1 for equal pictures; not a number for those smaller than a window.</summary>
    public static double Measure(float[] one, float[] other, int width, int height) =>
        width < Side || height < Side ? double.NaN : new StructuralSimilarity(width).Run(one, other, height);

    private double Run(float[] one, float[] other, int height)
    {
        double sum = 0;
        for (var y = 0; y < height; y++)
        {
            FilterRow(one.AsSpan(y * _width, _width), other.AsSpan(y * _width, _width), y % Side);
            if (y >= Side - 1)
            {
                FilterColumns(y - Side + 1);
                sum += SumRow();
            }
        }

        return sum / ((double)_columns * (height - Side + 1));
    }

    private void FilterRow(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int slot)
    {
        x.CopyTo(_products[0]);
        y.CopyTo(_products[1]);
        for (var i = 0; i < _width; i++)
        {
            _products[2][i] = x[i] * x[i];
            _products[3][i] = y[i] * y[i];
            _products[4][i] = x[i] * y[i];
        }

        for (var moment = 0; moment < Moments; moment++)
        {
            var row = _rows[(moment * Side) + slot];
            Array.Clear(row);
            for (var tap = 0; tap < Side; tap++)
            {
                AddScaled(row, _products[moment].AsSpan(tap, _columns), Window[tap]);
            }
        }
    }

    private void FilterColumns(int first)
    {
        for (var moment = 0; moment < Moments; moment++)
        {
            Array.Clear(_means[moment]);
            for (var tap = 0; tap < Side; tap++)
            {
                AddScaled(_means[moment], _rows[(moment * Side) + ((first + tap) % Side)], Window[tap]);
            }
        }
    }

    private double SumRow()
    {
        double sum = 0;
        for (var i = 0; i < _columns; i++)
        {
            float x = _means[0][i], y = _means[1][i];
            float varianceX = _means[2][i] - (x * x), varianceY = _means[3][i] - (y * y), covariance = _means[4][i] - (x * y);
            sum += ((2 * x * y) + C1) * ((2 * covariance) + C2)
                / (((x * x) + (y * y) + C1) * (varianceX + varianceY + C2));
        }

        return sum;
    }

    private static void AddScaled(Span<float> sum, ReadOnlySpan<float> values, float factor)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var slice = sum[i..];
            (new Vector<float>(slice) + (new Vector<float>(values[i..]) * factor)).CopyTo(slice);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += values[i] * factor;
        }
    }

    private static float[][] MakeRows(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => new float[length])];

    private static float[] MakeWindow()
    {
        var weights = Enumerable.Range(0, Side)
            .Select(i => Math.Exp(-Math.Pow(i - (Side / 2), 2) / (2 * Sigma * Sigma)))
            .ToArray();
        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
    }
}
