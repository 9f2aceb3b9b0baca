using ImageBatch.Recompression.Pixels;

namespace ImageBatch.Recompression.Png.Conversion;

/// <summary>An image before a white background: alpha is opaque everywhere.</summary>
internal sealed class FlattenedRows : IPixelRows<uint>
{
    private IPixelRows<uint> _pixels = null!;

    public int Width => _pixels.Width;

    public int Height => _pixels.Height;

    public void Begin(IPixelRows<uint> pixels) => _pixels = pixels;

    public void Read(int y, Span<uint> target)
    {
        _pixels.Read(y, target);
        foreach (ref var pixel in target)
        {
            var alpha = pixel >> 24;
            if (alpha != 255)
            {
                pixel = 0xFF000000
                    | Flatten(pixel & 255, alpha) | (Flatten((pixel >> 8) & 255, alpha) << 8) | (Flatten((pixel >> 16) & 255, alpha) << 16);
            }
        }
    }

    /// <summary>A sample in proportion to alpha, and white for the rest, rounded (PNG, clause 13.16, on the samples).</summary>
    private static uint Flatten(uint sample, uint alpha) => ((sample * alpha) + (255 * (255 - alpha)) + 127) / 255;
}
