using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>Finds the colour of a palette that is nearest to another: a guess at once where it is right, else eight at a time.</summary>
internal sealed class PaletteSearch
{
    private const float Far = 1e9f;

    private readonly float[] _red = new float[ColourTable.MaxColours];
    private readonly float[] _green = new float[ColourTable.MaxColours];
    private readonly float[] _blue = new float[ColourTable.MaxColours];
    private readonly float[] _alpha = new float[ColourTable.MaxColours];
    private readonly Vector128<float>[] _colours = new Vector128<float>[ColourTable.MaxColours];

    // What is nearer to a colour than this has no other that is nearer.
    private readonly float[] _certain = new float[ColourTable.MaxColours];
    private int _count;
    private bool _isOpaque;

    /// <summary>Takes a palette.</summary>
    /// <param name="palette">1 to 256 colours.</param>
    /// <param name="isOpaque">Whether alpha is 1 in the palette and in all that will be looked for.</param>
    public void Begin(ReadOnlySpan<Vector128<float>> palette, bool isOpaque)
    {
        _isOpaque = isOpaque;
        _count = (palette.Length + 7) & ~7;
        for (var i = 0; i < _count; i++)
        {
            var colour = i < palette.Length ? palette[i] : Vector128.Create(Far, Far, Far, 1);
            (_red[i], _green[i], _blue[i], _alpha[i]) =
                (colour.GetElement(0), colour.GetElement(1), colour.GetElement(2), colour.GetElement(3));
        }

        palette.CopyTo(_colours);
        for (var i = 0; i < palette.Length; i++)
        {
            // The root of the distance obeys the triangle inequality: half the way to the next colour is certain, which is
            // a quarter of its square. A little less, so that rounding changes nothing.
            _red[i] = Far;
            _certain[i] = 0.2499f * Find(palette[i]).Distance;
            _red[i] = palette[i].GetElement(0);
        }
    }

    /// <summary>The place of the nearest colour, and its distance.</summary>
    /// <param name="colour">What is looked for.</param>
    /// <param name="guess">A place that may be right.</param>
    public (int Place, float Distance) Find(Vector128<float> colour, int guess)
    {
        var black = _colours[guess] - colour;
        var squares = black * black;
        if (!_isOpaque)
        {
            var white = black - Vector128.Create(black.GetElement(3));
            squares = Vector128.Max(squares, white * white).WithElement(3, 0);
        }

        var distance = Vector128.Sum(squares);
        return distance < _certain[guess] ? (guess, distance) : Find(colour);
    }

    /// <summary>The place of the nearest colour, the first of several, and its distance.</summary>
    public (int Place, float Distance) Find(Vector128<float> colour)
    {
        var nearest = Vector256.Create(float.PositiveInfinity);
        var places = Vector256<int>.Zero;
        var current = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);
        var red = Vector256.Create(colour.GetElement(0));
        var green = Vector256.Create(colour.GetElement(1));
        var blue = Vector256.Create(colour.GetElement(2));
        var alpha = Vector256.Create(colour.GetElement(3));
        ref var reds = ref MemoryMarshal.GetArrayDataReference(_red);
        ref var greens = ref MemoryMarshal.GetArrayDataReference(_green);
        ref var blues = ref MemoryMarshal.GetArrayDataReference(_blue);
        ref var alphas = ref MemoryMarshal.GetArrayDataReference(_alpha);
        for (nuint i = 0; i < (nuint)_count; i += 8)
        {
            var r = Vector256.LoadUnsafe(ref reds, i) - red;
            var g = Vector256.LoadUnsafe(ref greens, i) - green;
            var b = Vector256.LoadUnsafe(ref blues, i) - blue;
            Vector256<float> distance;
            if (_isOpaque)
            {
                distance = (r * r) + (g * g) + (b * b);
            }
            else
            {
                var a = alpha - Vector256.LoadUnsafe(ref alphas, i);
                distance = Larger(r, r + a) + Larger(g, g + a) + Larger(b, b + a);
            }

            var isNearer = Vector256.LessThan(distance, nearest);
            nearest = Vector256.ConditionalSelect(isNearer, distance, nearest);
            places = Vector256.ConditionalSelect(isNearer.AsInt32(), current, places);
            current += Vector256.Create(8);
        }

        return Least(nearest, places);
    }

    /// <summary>The larger square: on black and on white.</summary>
    private static Vector256<float> Larger(Vector256<float> black, Vector256<float> white) =>
        Vector256.Max(black * black, white * white);

    private static (int Place, float Distance) Least(Vector256<float> distances, Vector256<int> places)
    {
        var (place, distance) = (places.GetElement(0), distances.GetElement(0));
        for (var i = 1; i < 8; i++)
        {
            var other = distances.GetElement(i);
            if (other < distance || (other == distance && places.GetElement(i) < place))
            {
                (place, distance) = (places.GetElement(i), other);
            }
        }

        return (place, distance);
    }
}
