using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Recompression.Png.Chunks;
using ImageBatch.Recompression.Png.Conversion;
using ImageBatch.Recompression.Png.Decoding;
using ImageBatch.Recompression.Png.Encoding;
using ImageBatch.Recompression.Png.Lossless;
using ImageBatch.Recompression.Png.Pixels;

namespace ImageBatch.Recompression.Png;

/// <summary>
/// Recompresses one PNG after another: decodes it, encodes it in each way that may be shorter, and writes the shortest,
/// or the input's own image. Everything is read before a byte is written.
/// </summary>
internal sealed class PngRecompressor : IRecompressor
{
    /// <summary>How many times shorter a JPEG has to be than what keeps every pixel, metadata not counted.</summary>
    private const int ExactAdvantage = 2;

    private readonly PngFile _file = new();
    private readonly RowStore _samples = new();
    private readonly PixelReader _pixels = new();
    private readonly FormatPlan _plan = new();
    private readonly ShortestImage _shortest = new();
    private readonly PngToJpeg _jpeg = new();
    private readonly KeptChunks _kept = new();
    private readonly KeptChunks _around = new();

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
        Check(file.Span, options);
        _kept.Choose(_file, settings.KeepMetadata, keepImage: true);
        Decode(file, cancellationToken);
        if (options.Converts(ImageFormat.Png))
        {
            Convert(file, options.Quality, settings, cancellationToken);
            return WriteJpeg(output);
        }

        if (!_file.IsAnimated)
        {
            _around.Choose(_file, settings.KeepMetadata, keepImage: false);
            _plan.Make(_file, _pixels, cancellationToken);
            var isJpeg = TryJpeg(file, options, settings, cancellationToken);
            TryPng(file.Length, options.Quality, isJpeg, cancellationToken);
            if (isJpeg && _shortest.Rows is null)
            {
                return WriteJpeg(output);
            }
        }

        WritePng(file.Span, output);
        return new(ImageFormat.Png, Unchanged: _shortest.Rows is null);
    }

    public void Reset()
    {
        _samples.Clear();
        _shortest.Clear();
        _jpeg.Clear();
        _file.Clear();
        _kept.Clear();
        _around.Clear();
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

        if (!PngSupport.Makes(options.Format))
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

    /// <summary>Makes a JPEG, however long. Of an animation it is the image that is shown without one.</summary>
    private void Convert(
        ReadOnlyMemory<byte> file, int quality, RecompressionOptions settings, CancellationToken cancellationToken)
    {
        _plan.Make(_file, _pixels, cancellationToken);
        if (_jpeg.Begin(_file, file, _plan, quality, settings) is { } reason)
        {
            throw Refusal.Of(reason);
        }

        _jpeg.TryEncode(_pixels, int.MaxValue, cancellationToken);
    }

    /// <summary>Makes a JPEG where one is allowed.</summary>
    /// <returns>Whether it is much shorter than the input's own image.</returns>
    private bool TryJpeg(
        ReadOnlyMemory<byte> file,
        CompressionOptions options,
        RecompressionOptions settings,
        CancellationToken cancellationToken)
    {
        var isAllowed = PngSupport.MayBecomeJpeg(options, settings)
            && _plan.IsOpaque
            && (!settings.KeepMetadata || JpegMetadata.CanKeepAll(_file))
            && _jpeg.Begin(_file, file, _plan, options.Quality, settings) is null;
        if (!isAllowed)
        {
            return false;
        }

        var image = (_kept.ImageLength + ExactAdvantage - 1) / ExactAdvantage;
        var limit = Math.Min(Math.Min(file.Length, FileLength(_kept)), _jpeg.MetadataLength + image);
        return _jpeg.TryEncode(_pixels, limit, cancellationToken);
    }

    /// <summary>Looks for a PNG that is shorter than the input's own image and a JPEG, if there is one.</summary>
    private void TryPng(int length, int quality, bool isJpeg, CancellationToken cancellationToken)
    {
        // A new image has to be shorter itself: metadata that it cannot keep are no gain.
        var around = FileLength(_around);
        var limit = Math.Min(length - around, _kept.ImageLength);
        var quantizedLimit = isJpeg ? Math.Min(limit, _jpeg.Length - around + 1) : limit;
        var exactLimit = isJpeg ? Math.Min(limit, (ExactAdvantage * (_jpeg.Length - _jpeg.MetadataLength)) + 1) : limit;
        _shortest.Begin(length);
        if (quality < 100)
        {
            _shortest.TryQuantized(_pixels, quality, quantizedLimit, cancellationToken);
        }

        _shortest.TryLossless(_pixels, _plan, exactLimit, isJpeg, cancellationToken);
    }

    private CompressedImage WriteJpeg(IBufferWriter<byte> output)
    {
        var length = (int)_jpeg.Length;
        _jpeg.Write(output.GetSpan(length));
        output.Advance(length);
        return new(ImageFormat.Jpeg, Unchanged: false);
    }

    private void WritePng(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var rows = _shortest.Rows;
        var chunks = rows is null ? _kept : _around;
        var length = FileLength(chunks) + (rows is null ? 0 : _shortest.Length);
        if (length > input.Length)
        {
            // Only an IEND that the input lacks makes it longer. Then there was nothing to drop either.
            output.Write(input);
            return;
        }

        var writer = new ChunkWriter(output.GetSpan((int)length)[..(int)length]);
        writer.Copy(PngFile.Signature);
        var header = rows is null ? _file.Header : new(rows.Width, rows.Height, rows.Format, false);
        header.Write(writer.Begin(ChunkType.Header, HeaderChunk.Length));
        writer.End();
        if (rows is null)
        {
            chunks.Write(input, 0, input.Length, ref writer);
        }
        else
        {
            var data = _file.DataStart;
            chunks.Write(input, 0, data, ref writer);
            ImageChunks.Write(rows, _shortest.Data, ref writer);
            chunks.Write(input, data, input.Length, ref writer);
        }

        writer.Begin(ChunkType.End, 0);
        writer.End();
        output.Advance((int)length);
    }
}
