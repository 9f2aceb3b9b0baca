using System.Runtime.Intrinsics;
using ImageBatch.Recompression.Pixels;
using ImageBatch.Recompression.Png.Chunks;
using ImageBatch.Recompression.Png.Pixels;

namespace ImageBatch.Recompression.Png.Quantization;

/// <summary>
/// Gives each pixel a colour of a palette. What that is wrong by is passed on to the neighbours (Floyd and Steinberg),
/// in full where colours change slowly, so that steps do not show, and less at edges and in noise, which hide them.
/// </summary>
internal sealed class Ditherer
{
    private readonly PaletteSearch _search = new();
    private readonly Vector128<float>[] _colours = new Vector128<float>[ColourTable.MaxColours];
    private readonly DitherRows _rows = new();
    private RowBuffer<uint> _row;
    private RowBuffer<Vector128<float>> _errors;
    private RowBuffer<byte> _plain;
    private bool _isOpaque;

    public void Map(
        PixelReader pixels,
        ReadOnlySpan<uint> palette,
        bool isOpaque,
        double error,
        RowStore places,
        CancellationToken cancellationToken)
    {
        for (var i = 0; i < palette.Length; i++)
        {
            _colours[i] = PerceptualColour.Of(palette[i]);
        }

        _isOpaque = isOpaque;
        _search.Begin(_colours.AsSpan(0, palette.Length), isOpaque);
        MapNearest(pixels, places, cancellationToken);
        Dither(pixels, (float)Math.Max(error * 2.4, 16.0 / 256), places, cancellationToken);
    }

    /// <summary>Without dithering: shows where one colour would cover an area.</summary>
    private void MapNearest(PixelReader pixels, RowStore places, CancellationToken cancellationToken)
    {
        var row = _row.Take(pixels.Width);
        for (var y = 0; y < pixels.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pixels.Read(y, row);
            var target = places.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var guess = x > 0 ? target[x - 1] : 0;
                target[x] = x > 0 && row[x] == row[x - 1] ? target[x - 1] : (byte)_search.Find(PerceptualColour.Of(row[x]), guess).Place;
            }
        }
    }

    private void Dither(PixelReader pixels, float most, RowStore places, CancellationToken cancellationToken)
    {
        _rows.Begin(pixels);
        var both = _errors.Take(2 * (pixels.Width + 2));
        var errors = both[..(pixels.Width + 2)];
        var next = both[errors.Length..];
        var plain = _plain.Take(2 * pixels.Width)[..pixels.Width];
        var above = _plain.Take(2 * pixels.Width)[pixels.Width..];
        both.Clear();
        for (var y = 0; y < pixels.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = places.Row(y);
            row.CopyTo(plain);
            _rows.Advance(y, plain, y > 0 ? above : plain, y + 1 < pixels.Height ? places.Row(y + 1) : plain);
            DitherRow(y % 2 == 0 ? 1 : -1, most, row, errors, next);
            plain.CopyTo(above);
            errors.Clear();
            var done = errors;
            errors = next;
            next = done;
        }
    }

    private void DitherRow(int step, float most, Span<byte> places, Span<Vector128<float>> errors, Span<Vector128<float>> next)
    {
        var x = step > 0 ? 0 : places.Length - 1;
        for (var i = 0; i < places.Length; i++, x += step)
        {
            // Errors lie one place further, so that the pixel before the first has one too.
            var at = x + 1;
            var wanted = Wanted(_rows.Current[x], errors[at] * _rows.Strengths[x], most);
            var place = _search.Find(wanted, places[x]).Place;
            places[x] = (byte)place;
            var error = wanted - _colours[place];
            if (Vector128.Sum(error * error) > most)
            {
                error *= 0.75f;
            }

            errors[at + step] += error * (7f / 16);
            next[at - step] += error * (3f / 16);
            next[at] += error * (5f / 16);
            next[at + step] += error * (1f / 16);
        }
    }

    private Vector128<float> Wanted(Vector128<float> colour, Vector128<float> error, float most)
    {
        var size = Vector128.Sum(error * error);
        if (size < 2f / 65536)
        {
            return colour;
        }

        if (size > most)
        {
            error *= 0.8f;
        }

        var wanted = Vector128.Clamp(colour + error, Vector128.Create(-0.1f), Vector128.Create(1.1f));
        return _isOpaque ? wanted.WithElement(3, 1f) : wanted.WithElement(3, Math.Clamp(wanted.GetElement(3), 0f, 1f));
    }
}
