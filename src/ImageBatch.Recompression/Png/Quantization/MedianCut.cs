using System.Runtime.Intrinsics;

namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>
/// Splits the colours of an image into boxes, always the one with the largest error, along its longest side, where
/// the sum of the two errors is least (X. Wu, Efficient statistical computations for optimal color quantization, 1991).
/// </summary>
internal sealed class MedianCut
{
    private readonly int[] _order = new int[ColourHistogram.Capacity];
    private readonly float[] _keys = new float[ColourHistogram.Capacity];
    private readonly List<Box> _boxes = [];
    private ColourHistogram _histogram = null!;

    /// <summary>The mean squared error with each number of colours; the first is that of one.</summary>
    public List<double> Errors { get; } = [];

    /// <summary>Begins with one box.</summary>
    public void Begin(ColourHistogram histogram)
    {
        _histogram = histogram;
        _boxes.Clear();
        Errors.Clear();
        for (var i = 0; i < histogram.Count; i++)
        {
            _order[i] = i;
        }

        _boxes.Add(Measure(0, histogram.Count, 1));
        Errors.Add(_boxes[0].Error);
    }

    /// <summary>Splits on, until there are enough boxes or the error is small enough.</summary>
    public void Split(int most, double enough)
    {
        while (Errors.Count < most && Errors[^1] > enough && SplitWorst())
        {
        }
    }

    /// <summary>Whether there could be more boxes, up to a number.</summary>
    public bool CanSplit(int most) => Errors.Count < Math.Min(most, _histogram.Count);

    /// <summary>The mean colours of the boxes that there were when there were this many.</summary>
    public void CopyMeans(int count, Span<Vector128<float>> target)
    {
        var next = 0;
        foreach (var box in _boxes)
        {
            if (box.Since <= count && box.Until > count)
            {
                target[next++] = box.Mean;
            }
        }
    }

    private bool SplitWorst()
    {
        var worst = -1;
        for (var i = 0; i < _boxes.Count; i++)
        {
            var box = _boxes[i];
            if (box is { Until: int.MaxValue, Count: > 1 } && (worst < 0 || box.Error > _boxes[worst].Error))
            {
                worst = i;
            }
        }

        if (worst < 0)
        {
            return false;
        }

        var parent = _boxes[worst];
        var now = Errors.Count + 1;
        var left = FindCut(parent);
        _boxes[worst] = parent with { Until = now };
        var first = Measure(parent.Start, left, now);
        var second = Measure(parent.Start + left, parent.Count - left, now);
        _boxes.Add(first);
        _boxes.Add(second);
        Errors.Add(Math.Max(0, Errors[^1] - parent.Error + first.Error + second.Error));
        return true;
    }

    /// <summary>Sorts the colours of a box along its longest side.</summary>
    /// <returns>How many of them come before the best cut.</returns>
    private int FindCut(Box box)
    {
        var order = _order.AsSpan(box.Start, box.Count);
        var keys = _keys.AsSpan(0, box.Count);
        for (var i = 0; i < order.Length; i++)
        {
            keys[i] = _histogram.Colours[order[i]].GetElement(box.Axis);
        }

        keys.Sort(order);
        var (weight, total) = (0.0, (double)box.Weight);
        var sum = Vector256<double>.Zero;
        var whole = Widen(box.Mean) * total;
        var (best, cut) = (double.NegativeInfinity, 1);
        for (var i = 0; i < order.Length - 1; i++)
        {
            double share = _histogram.Weights[order[i]];
            weight += share;
            sum += Widen(_histogram.Colours[order[i]]) * share;

            // The errors of both sides are least where this is largest.
            var rest = whole - sum;
            var gain = (Vector256.Sum(sum * sum) / weight) + (Vector256.Sum(rest * rest) / Math.Max(total - weight, 1e-12));
            if (gain > best)
            {
                (best, cut) = (gain, i + 1);
            }
        }

        return cut;
    }

    private Box Measure(int start, int count, int since)
    {
        var weight = 0.0;
        var sum = Vector256<double>.Zero;
        var squares = Vector256<double>.Zero;
        foreach (var i in _order.AsSpan(start, count))
        {
            double share = _histogram.Weights[i];
            var colour = Widen(_histogram.Colours[i]);
            weight += share;
            sum += colour * share;
            squares += colour * colour * share;
        }

        var mean = sum / weight;
        var variances = Vector256.Max(squares - (sum * mean), Vector256<double>.Zero);
        var axis = 0;
        for (var i = 1; i < 4; i++)
        {
            axis = variances.GetElement(i) > variances.GetElement(axis) ? i : axis;
        }

        return new(
            start, count, since, int.MaxValue, Vector128.Narrow(mean.GetLower(), mean.GetUpper()), weight, Vector256.Sum(variances), axis);
    }

    private static Vector256<double> Widen(Vector128<float> colour)
    {
        var (low, high) = Vector128.Widen(colour);
        return Vector256.Create(low, high);
    }

    /// <summary>A range of colours, which was whole while there were from <c>Since</c> to less than <c>Until</c> boxes.</summary>
    private readonly record struct Box(
        int Start, int Count, int Since, int Until, Vector128<float> Mean, double Weight, double Error, int Axis);
}
