using System.Runtime.Intrinsics;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>Finds the smallest palette whose error a quality allows: by median cut, refined by k-means.</summary>
internal sealed class PaletteFinder
{
    /// <summary>
    /// The share of the bound that is aimed at. Dithering adds to the error, and pngquant, which checks its palettes
    /// before it refines them, comes out at about as much by the same mean, 0.8 to 1.2.
    /// </summary>
    private const double Aim = 0.98;

    private const int Trials = 5;
    private const int TrialIterations = 3;
    private const int FinalIterations = 8;

    private readonly MedianCut _cut = new();
    private readonly PaletteSearch _search = new();
    private readonly Vector128<float>[] _palette = new Vector128<float>[ColourTable.MaxColours];
    private readonly Vector256<double>[] _sums = new Vector256<double>[ColourTable.MaxColours];
    private readonly double[] _weights = new double[ColourTable.MaxColours];

    // By colour of the histogram: its place in the last iteration.
    private readonly byte[] _places = new byte[ColourHistogram.Capacity];

    /// <summary>How many colours were found.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<Vector128<float>> Palette => _palette.AsSpan(0, Count);

    /// <summary>The mean squared error of the palette, its colours not yet rounded.</summary>
    public double Error { get; private set; }

    /// <summary>
    /// The square of the cubic mean of the distances, which is what the number of colours is chosen by: never less than
    /// <see cref="Error"/>, and more where a few colours are far off, since these are seen.
    /// </summary>
    public double CubicError { get; private set; }

    /// <returns>Whether there is a palette within the bound.</returns>
    public bool TryFind(ColourHistogram histogram, double bound, CancellationToken cancellationToken)
    {
        var aim = bound * Aim;
        _cut.Begin(histogram);
        var enough = aim;
        do
        {
            _cut.Split(ColourTable.MaxColours, enough);
            Refine(histogram, _cut.Errors.Count, TrialIterations, cancellationToken);

            // The cut takes alpha for a colour like the others; its distances are smaller than they will look.
            enough /= 2;
        }
        while (CubicError > aim && _cut.CanSplit(ColourTable.MaxColours));

        if (CubicError <= aim)
        {
            Shrink(histogram, aim, cancellationToken);
        }

        Refine(histogram, Count, FinalIterations, cancellationToken);
        return Error <= bound;
    }

    /// <summary>Finds fewer colours that are enough too.</summary>
    private void Shrink(ColourHistogram histogram, double aim, CancellationToken cancellationToken)
    {
        // K-means makes the error of a cut smaller by a share that changes little with the number of colours.
        var errors = _cut.Errors;
        var (least, most) = (1, Count);
        for (var trial = 0; trial < Trials && least < most; trial++)
        {
            var share = CubicError / Math.Max(errors[Count - 1], 1e-12);
            var count = errors.FindIndex(error => error * share <= aim) + 1;
            Refine(histogram, Math.Clamp(count, least, most - 1), TrialIterations, cancellationToken);
            (least, most) = CubicError <= aim ? (least, Count) : (Count + 1, most);
        }

        Count = most;
    }

    private void Refine(ColourHistogram histogram, int count, int iterations, CancellationToken cancellationToken)
    {
        Count = count;
        _cut.CopyMeans(count, _palette);
        for (var i = 0; i < iterations; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Iterate(histogram);
        }
    }

    /// <summary>Moves each colour to the mean of those that are nearest to it.</summary>
    private void Iterate(ColourHistogram histogram)
    {
        _search.Begin(Palette, histogram.IsOpaque);
        Array.Clear(_sums);
        Array.Clear(_weights);
        Error = 0;
        var cubes = 0.0;
        for (var i = 0; i < histogram.Count; i++)
        {
            var colour = histogram.Colours[i];
            double weight = histogram.Weights[i];
            var (place, distance) = _search.Find(colour, Math.Min(_places[i], Count - 1));
            _places[i] = (byte)place;
            var (low, high) = Vector128.Widen(colour);
            _sums[place] += Vector256.Create(low, high) * weight;
            _weights[place] += weight;
            Error += distance * weight;
            cubes += distance * Math.Sqrt(distance) * weight;
        }

        CubicError = Math.Pow(cubes, 2 / 3.0);
        for (var place = 0; place < Count; place++)
        {
            if (_weights[place] > 0)
            {
                var mean = _sums[place] / _weights[place];
                _palette[place] = Vector128.Narrow(mean.GetLower(), mean.GetUpper());
            }
        }
    }
}
