using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Recompression.Png.Chunks;
using ImageBatch.Recompression.Png.Decoding;
using ImageBatch.Recompression.Png.Encoding;
using ImageBatch.Recompression.Png.Lossless;
using ImageBatch.Recompression.Png.Pixels;
using ImageBatch.Recompression.Png.Quantization;

namespace ImageBatch.Recompression.Png;

/// <summary>
/// Recompresses one PNG after another: decodes it, encodes it in each way that may be shorter, and writes the shortest,
/// or the input's own image. Everything is read before a byte is written.
/// </summary>
internal sealed class PngRecompressor : IRecompressor
{
    /// <summary>How much longer lossless data have to look than a palette's so that they are not tried.</summary>
    private const double FarLonger = 2;

    private readonly PngFile _file = new();
    private readonly RowStore _samples = new();
    private readonly PixelReader _pixels = new();
    private readonly FormatPlan _plan = new();
    private readonly LosslessRows _paletteRows = new();
    private readonly LosslessRows _directRows = new();
    private readonly QuantizedRows _quantized = new();
    private readonly DataEncoder _encoder = new();
    private readonly KeptChunks _kept = new();
    private readonly KeptChunks _around = new();
    private DataBuffer _best = new();
    private DataBuffer _trial = new();
    private IRowSource? _bestRows;
    private long _bestLength;

    /// <summary>Whether a file is a PNG, or so short that it may have begun as one.</summary>
    public static bool Matches(ReadOnlySpan<byte> input) =>
        input.StartsWith(PngFile.Signature) || (!input.IsEmpty && PngFile.Signature.StartsWith(input));

    public CompressedImage Recompress(
        ReadOnlyMemory<byte> file,
        CompressionOptions options,
        RecompressionOptions settings,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var input = file.Span;
        Check(input, options);
        _kept.Choose(_file, settings.KeepMetadata, keepImage: true);
        Decode(file, cancellationToken);
        if (!_file.IsAnimated)
        {
            _around.Choose(_file, settings.KeepMetadata, keepImage: false);
            _best.Rent(input.Length);
            _trial.Rent(input.Length);

            // A new image has to be shorter itself: metadata that it cannot keep are no gain.
            _bestLength = Math.Min(input.Length, FileLength(_around) + _kept.ImageLength);
            var isQuantized = options.Quality < 100 && TryQuantized(options.Quality, cancellationToken);
            TryLossless(isQuantized, cancellationToken);
        }

        Write(input, output);
        return new(ImageFormat.Png, Unchanged: _bestRows is null);
    }

    public void Reset()
    {
        _samples.Clear();
        _quantized.Clear();
        _best.Return();
        _trial.Return();
        _file.Clear();
        _kept.Clear();
        _around.Clear();
        _bestRows = null;
    }

    /// <summary>Signature, IHDR and IEND besides the chunks that are kept.</summary>
    private static long FileLength(KeptChunks chunks) =>
        PngFile.Signature.Length + Chunk.Overhead + HeaderChunk.Length + chunks.Length + Chunk.Overhead;

    private void Check(ReadOnlySpan<byte> input, CompressionOptions options)
    {
        if (input.Length < PngFile.Signature.Length)
        {
            throw PngErrors.Truncated();
        }

        if (options.Converts(ImageFormat.Png))
        {
            throw Refusal.Of($"a conversion to {options.Format}");
        }

        _file.Clear();
        _file.Read(input);
        var header = _file.Header;
        var (width, height) = _file.Orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
        var reason = width > options.MaxWidth || height > options.MaxHeight
            ? "a change of size"
            : PngSupport.WhyNot(width, height, header.Format.BitsPerPixel);
        if (reason is not null)
        {
            throw Refusal.Of(reason);
        }
    }

    private void Decode(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var header = _file.Header;
        _samples.Begin((int)header.Format.RowBytes(header.Width), header.Height);
        PngDecoder.Decode(file, _file, _samples, cancellationToken);
        _pixels.Begin(_file, _samples);
    }

    /// <returns>Whether that is the shortest so far.</returns>
    private bool TryQuantized(int quality, CancellationToken cancellationToken) =>
        _quantized.TryMake(_pixels, quality, cancellationToken) && Try(_quantized, FilterChoice.None, cancellationToken);

    private void TryLossless(bool isQuantized, CancellationToken cancellationToken)
    {
        _plan.Make(_file, _pixels, cancellationToken);
        if (_plan.Palette is { } palette)
        {
            _paletteRows.Begin(_pixels, palette, _plan.Index, null);
            Try(_paletteRows, FilterChoice.None, cancellationToken);
            Try(_paletteRows, FilterChoice.LeastEntropy, cancellationToken);
        }

        _directRows.Begin(_pixels, _plan.Direct, _plan.Index, _plan.Key);
        if (_plan.Direct.Depth < 8)
        {
            Try(_directRows, FilterChoice.None, cancellationToken);
        }

        // Where a palette of fewer colours is far shorter, all pixels need not be tried.
        if (isQuantized && _encoder.Estimate(_directRows) > FarLonger * _bestLength)
        {
            return;
        }

        if (Try(_directRows, FilterChoice.LeastSum, cancellationToken) || !isQuantized)
        {
            Try(_directRows, FilterChoice.LeastEntropy, cancellationToken);
        }
    }

    /// <summary>Encodes an image and keeps it if it makes the file shorter.</summary>
    private bool Try(IRowSource rows, FilterChoice choice, CancellationToken cancellationToken)
    {
        var around = FileLength(_around) + ImageChunks.Overhead(rows);
        _trial.Begin(_bestLength - 1 - around);
        if (!_encoder.TryEncode(rows, choice, _trial, cancellationToken))
        {
            return false;
        }

        (_best, _trial) = (_trial, _best);
        (_bestRows, _bestLength) = (rows, around + _best.Content.Length);
        return true;
    }

    private void Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var chunks = _bestRows is null ? _kept : _around;
        var length = _bestRows is null ? FileLength(chunks) : _bestLength;
        if (length > input.Length)
        {
            // Only an IEND that the input lacks makes it longer. Then there was nothing to drop either.
            output.Write(input);
            return;
        }

        var writer = new ChunkWriter(output.GetSpan((int)length)[..(int)length]);
        writer.Copy(PngFile.Signature);
        var header = _bestRows is null ? _file.Header : new(_bestRows.Width, _bestRows.Height, _bestRows.Format, false);
        header.Write(writer.Begin(ChunkType.Header, HeaderChunk.Length));
        writer.End();
        if (_bestRows is null)
        {
            chunks.Write(input, 0, input.Length, ref writer);
        }
        else
        {
            var data = _file.DataStart;
            chunks.Write(input, 0, data, ref writer);
            ImageChunks.Write(_bestRows, _best.Content, ref writer);
            chunks.Write(input, data, input.Length, ref writer);
        }

        writer.Begin(ChunkType.End, 0);
        writer.End();
        output.Advance((int)length);
    }
}
