using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>The rows of an output image, made as often as they are asked for.</summary>
internal interface IRowSource
{
    int Width { get; }

    int Height { get; }

    PixelFormat Format { get; }

    /// <summary>The palette, with alphas; empty without one.</summary>
    ReadOnlySpan<uint> Palette { get; }

    /// <summary>The colour that is transparent, in the samples of <see cref="ColourTable.Key"/>; null without one.</summary>
    ulong? Key { get; }

    /// <summary>Writes a row of packed samples, without a filter.</summary>
    void Read(int y, Span<byte> target);
}
