using System.Buffers;
using ImageBatch.Recompression.Png.Chunks;
using ImageBatch.Recompression.Png.Pixels;

namespace ImageBatch.Recompression.Png.Decoding;

/// <summary>Decodes the image data to rows of packed samples, as they are stored without filters and interlacing.</summary>
internal static class PngDecoder
{
    private static readonly Adam7 Whole = new(0, 0, 1, 1);

    /// <param name="input">The file.</param>
    /// <param name="png">What has been read of it.</param>
    /// <param name="rows">Takes the rows; begun for them.</param>
    /// <param name="cancellationToken">Looked at once a row.</param>
    public static void Decode(ReadOnlyMemory<byte> input, PngFile png, RowStore rows, CancellationToken cancellationToken)
    {
        var header = png.Header;
        var rowBytes = (int)header.Format.RowBytes(header.Width);
        if ((long)rowBytes * header.Height > png.DataLength * Inflater.LargestRatio)
        {
            throw png.IsEnded ? PngErrors.Corrupt("its image data are too short for its size") : PngErrors.Truncated();
        }

        using var inflater = new Inflater(input, png);
        var buffer = ArrayPool<byte>.Shared.Rent(2 * (rowBytes + 1));
        try
        {
            foreach (var pass in header.IsInterlaced ? Adam7.Passes : [Whole])
            {
                Decode(inflater, pass, header, rows, buffer, cancellationToken);
            }

            inflater.End();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Decode(
        Inflater inflater, Adam7 pass, HeaderChunk header, RowStore rows, byte[] buffer, CancellationToken cancellationToken)
    {
        var width = pass.Width(header.Width);
        if (width == 0)
        {
            // A pass without pixels has no filters either.
            return;
        }

        // Each row has its filter before it.
        var line = 1 + (int)header.Format.RowBytes(width);
        var current = buffer.AsSpan(0, line);
        var above = buffer.AsSpan(line, line);
        above.Clear();
        for (var y = 0; y < pass.Height(header.Height); y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            inflater.Read(current);
            Unfilter.Apply(current[0], current[1..], above[1..], header.Format.FilterDistance);
            var row = rows.Row(pass.Y + (y * pass.StepY));
            if (header.IsInterlaced)
            {
                pass.Scatter(current[1..], width, header.Format.BitsPerPixel, row);
            }
            else
            {
                current[1..].CopyTo(row);
            }

            var next = above;
            above = current;
            current = next;
        }
    }
}
