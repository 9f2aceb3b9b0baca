namespace ImageBatch.Conformance;

/// <summary>Pixels as they are shown: 8 bits a sample, red, green, blue and straight alpha.</summary>
public sealed class RgbaPicture
{
    /// <summary>Wraps pixels; they are not copied and must not change.</summary>
    /// <param name="width">Pixels of a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="rgba">Four bytes a pixel, row by row from the top, without padding.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    /// <exception cref="ArgumentException">There are more or fewer bytes than 4 × width × height.</exception>
    public RgbaPicture(int width, int height, ReadOnlyMemory<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgba.Length != 4L * width * height)
        {
            throw new ArgumentException($"{width} × {height} pixels take {4L * width * height} bytes, not {rgba.Length}.", nameof(rgba));
        }

        (Width, Height, Rgba) = (width, height, rgba);
    }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Four bytes a pixel, row by row from the top, without padding.</summary>
    public ReadOnlyMemory<byte> Rgba { get; }

    /// <summary>
    /// The picture that is shown where this one is stored with an EXIF orientation (CIPA DC-008, 4.6.4, tag 274).
    /// </summary>
    /// <param name="orientation">1 to 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The orientation is another number.</exception>
    public RgbaPicture Turned(int orientation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(orientation, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orientation, 8);
        var (width, height) = orientation >= 5 ? (Height, Width) : (Width, Height);
        var from = Rgba.Span;
        var turned = new byte[from.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (storedX, storedY) = orientation switch
                {
                    1 => (x, y),
                    2 => (Width - 1 - x, y),
                    3 => (Width - 1 - x, Height - 1 - y),
                    4 => (x, Height - 1 - y),
                    5 => (y, x),
                    6 => (y, Height - 1 - x),
                    7 => (Width - 1 - y, Height - 1 - x),
                    _ => (Width - 1 - y, x),
                };
                from.Slice(4 * ((storedY * Width) + storedX), 4).CopyTo(turned.AsSpan(4 * ((y * width) + x)));
            }
        }

        return new RgbaPicture(width, height, turned);
    }
}
