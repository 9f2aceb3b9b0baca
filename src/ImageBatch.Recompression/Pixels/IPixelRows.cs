namespace ImageBatch.Recompression.Pixels;

/// <summary>An image as rows of pixels.</summary>
/// <typeparam name="T">A pixel of four samples, red in the lowest bits: <see cref="uint"/> or <see cref="ulong"/>.</typeparam>
internal interface IPixelRows<T>
{
    int Width { get; }

    int Height { get; }

    /// <summary>Reads a row.</summary>
    void Read(int y, Span<T> target);
}
