using System.Runtime.InteropServices;
using ImageBatch.Codecs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>A still image as places in a palette.</summary>
internal sealed class IndexedPixels : IDisposable
{
    private readonly IndexedImageFrame<Rgba32> _frame;

    private IndexedPixels(IndexedImageFrame<Rgba32> frame) => _frame = frame;

    /// <summary>Colours of the palette.</summary>
    public int Colours => _frame.Palette.Length;

    /// <summary>The image with exactly its colours, of which there are 256 at most.</summary>
    public static IndexedPixels Exact(Image<Rgba32> image, IReadOnlyList<Rgba32> colours, CancellationToken cancellationToken)
    {
        // PNG stores the alpha of a palette up to the last colour that is not opaque.
        Rgba32[] palette = [.. colours.OrderBy(colour => colour.A)];
        var places = new Dictionary<uint, byte>(palette.Length);
        foreach (var colour in palette)
        {
            places.Add(colour.PackedValue, (byte)places.Count);
        }

        var indexed = new IndexedImageFrame<Rgba32>(image.Configuration, image.Width, image.Height, palette);
        for (var y = 0; y < image.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = indexed.GetWritablePixelRowSpanUnsafe(y);
            var pixels = image.DangerousGetPixelRowMemory(y).Span;
            for (var x = 0; x < pixels.Length; x++)
            {
                row[x] = x > 0 && pixels[x] == pixels[x - 1] ? row[x - 1] : places[pixels[x].PackedValue];
            }
        }

        return new IndexedPixels(indexed);
    }

    /// <summary>The image with the best colours that the library finds, by variance (Wu), dithered by error diffusion.</summary>
    public static IndexedPixels Dithered(Image<Rgba32> image, int colours)
    {
        var options = new QuantizerOptions { MaxColors = colours, Dither = KnownDitherings.FloydSteinberg };
        using var quantizer = new WuQuantizer(options).CreatePixelSpecificQuantizer<Rgba32>(image.Configuration);
        return new IndexedPixels(quantizer.BuildPaletteAndQuantizeFrame(image.Frames.RootFrame, image.Bounds));
    }

    /// <summary>The mean error over all pixels, in the measure of <see cref="PaletteError"/>.</summary>
    public double ErrorOf(Image<Rgba32> image, CancellationToken cancellationToken)
    {
        var sum = 0.0;
        var shown = new Rgba32[image.Width];
        var palette = _frame.Palette.Span;
        for (var y = 0; y < image.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var places = _frame.DangerousGetRowSpan(y);
            for (var x = 0; x < shown.Length; x++)
            {
                shown[x] = palette[places[x]];
            }

            sum += PaletteError.Sum(
                MemoryMarshal.AsBytes(image.DangerousGetPixelRowMemory(y).Span), MemoryMarshal.AsBytes<Rgba32>(shown));
        }

        return sum / ((double)image.Width * image.Height);
    }

    /// <summary>A quantizer to give to one encoder, once: it disposes of the pixels when they are written.</summary>
    public IQuantizer ToQuantizer() => new Answer(_frame);

    public void Dispose() => _frame.Dispose();

    /// <summary>Has the answer before it is asked.</summary>
    private sealed class Answer(IndexedImageFrame<Rgba32> frame) : IQuantizer, IQuantizer<Rgba32>
    {
        public QuantizerOptions Options { get; } = new();

        public Configuration Configuration => frame.Configuration;

        public ReadOnlyMemory<Rgba32> Palette => frame.Palette;

        public IQuantizer<TPixel> CreatePixelSpecificQuantizer<TPixel>(Configuration configuration)
            where TPixel : unmanaged, IPixel<TPixel> => (IQuantizer<TPixel>)(object)this;

        public IQuantizer<TPixel> CreatePixelSpecificQuantizer<TPixel>(Configuration configuration, QuantizerOptions options)
            where TPixel : unmanaged, IPixel<TPixel> => (IQuantizer<TPixel>)(object)this;

        public void AddPaletteColors(Buffer2DRegion<Rgba32> pixelRegion)
        {
        }

        public IndexedImageFrame<Rgba32> QuantizeFrame(ImageFrame<Rgba32> source, Rectangle bounds) => frame;

        public byte GetQuantizedColor(Rgba32 color, out Rgba32 match) =>
            throw new NotSupportedException("The pixels have their places already.");

        public void Dispose()
        {
            // The encoder still reads the frame when it is done with the quantizer.
        }
    }
}
