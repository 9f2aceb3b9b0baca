using ImageBatch.Recompression.Png.Lossless;
using ImageBatch.Recompression.Png.Pixels;
using ImageBatch.Recompression.Png.Quantization;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>Encodes an image as PNG in each way that may be shorter, and keeps the shortest.</summary>
internal sealed class ShortestImage
{
    /// <summary>How much longer lossless data have to look than a palette's so that they are not tried.</summary>
    private const double FarLonger = 2;

    private readonly LosslessRows _paletteRows = new();
    private readonly LosslessRows _directRows = new();
    private readonly QuantizedRows _quantized = new();
    private readonly DataEncoder _encoder = new();
    private DataBuffer _best = new();
    private DataBuffer _trial = new();
    private long _limit;

    /// <summary>The image that makes the shortest chunks, or null where none is within the limits.</summary>
    public IRowSource? Rows { get; private set; }

    /// <summary>The length of those chunks, PLTE to IDAT.</summary>
    public long Length => _limit;

    /// <summary>Its compressed data.</summary>
    public ReadOnlySpan<byte> Data => _best.Content;

    /// <summary>Begins with an image.</summary>
    /// <param name="capacity">No limit will be larger, and no chunks longer.</param>
    public void Begin(int capacity)
    {
        Rows = null;
        _best.Rent(capacity);
        _trial.Rent(capacity);
    }

    /// <summary>Tries a palette of colours that are near enough.</summary>
    /// <param name="pixels">The image.</param>
    /// <param name="quality">What is near enough, 1 to 99.</param>
    /// <param name="limit">The chunks from PLTE to IDAT have to be shorter than this.</param>
    /// <param name="cancellationToken">Looked at once a row.</param>
    public void TryQuantized(PixelReader pixels, int quality, long limit, CancellationToken cancellationToken)
    {
        _limit = limit;
        if (_quantized.TryMake(pixels, quality, cancellationToken))
        {
            Try(_quantized, FilterChoice.None, cancellationToken);
        }
    }

    /// <summary>Tries every way that keeps all pixels.</summary>
    /// <param name="pixels">The image.</param>
    /// <param name="plan">The formats to try.</param>
    /// <param name="limit">The chunks have to be shorter than this, and than what there is.</param>
    /// <param name="isLossy">Whether the limit comes from an image that does not keep them.</param>
    /// <param name="cancellationToken">Looked at once a row.</param>
    public void TryLossless(PixelReader pixels, FormatPlan plan, long limit, bool isLossy, CancellationToken cancellationToken)
    {
        _limit = Rows is null ? limit : Math.Min(limit, _limit);
        isLossy |= Rows is not null;
        if (plan.Palette is { } palette)
        {
            _paletteRows.Begin(pixels, palette, plan.Index, null);
            Try(_paletteRows, FilterChoice.None, cancellationToken);
            Try(_paletteRows, FilterChoice.LeastEntropy, cancellationToken);
        }

        _directRows.Begin(pixels, plan.Direct, plan.Index, plan.Key);
        if (plan.Direct.Depth < 8)
        {
            Try(_directRows, FilterChoice.None, cancellationToken);
        }

        // Where a palette of fewer colours or a JPEG is far shorter, all pixels need not be tried.
        if (isLossy && _encoder.Estimate(_directRows) > FarLonger * _limit)
        {
            return;
        }

        if (Try(_directRows, FilterChoice.LeastSum, cancellationToken) || !isLossy)
        {
            Try(_directRows, FilterChoice.LeastEntropy, cancellationToken);
        }
    }

    public void Clear()
    {
        _quantized.Clear();
        _best.Return();
        _trial.Return();
        Rows = null;
    }

    /// <summary>Encodes an image and keeps it if its chunks are shorter.</summary>
    private bool Try(IRowSource rows, FilterChoice choice, CancellationToken cancellationToken)
    {
        var overhead = ImageChunks.Overhead(rows);
        _trial.Begin(_limit - 1 - overhead);
        if (!_encoder.TryEncode(rows, choice, _trial, cancellationToken))
        {
            return false;
        }

        (_best, _trial) = (_trial, _best);
        (Rows, _limit) = (rows, overhead + _best.Content.Length);
        return true;
    }
}
