using System.Numerics;
using ImageBatch.Model;
using ImageBatch.Recompression.Jpeg.Coefficients;
using ImageBatch.Recompression.Jpeg.Scans;
using ImageBatch.Recompression.Jpeg.Tokens;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>Which JPEGs are taken, and the memory that one needs.</summary>
internal static class JpegSupport
{
    /// <summary>Longest file: with four tokens a byte, no count of one passes 2^30.</summary>
    public const int LongestFile = 256 * 1024 * 1024;

    /// <summary>A frame header has 16 bits for a side (T.81, table B.2).</summary>
    private const int LongestSide = 65_535;

    /// <summary>Tables, lists and small rentals: what is there for an image of any length.</summary>
    private const long FixedBytes = 2 * 1024 * 1024;

    /// <summary>What is not taken, or null. A process that the header does not tell is left to the frame itself.</summary>
    public static string? WhyNot(JpegProcess process, int precision, int components) => process switch
    {
        JpegProcess.Lossless => "lossless JPEG",
        JpegProcess.Hierarchical => "hierarchical JPEG",
        JpegProcess.Arithmetic => "arithmetic coded JPEG",
        _ when precision is not (0 or 8) => $"JPEG of {precision} bits a sample",
        _ when components is < 0 or > 4 => $"JPEG of {components} components",
        _ => null,
    };

    /// <summary>
    /// An upper bound of the memory beside input and output: one buffer as long as the file, which takes the unstuffed
    /// scan first and the new one later, and the tokens, of which there are never more than
    /// <see cref="TokenBudget"/> allows for the file, nor more than samples.
    /// </summary>
    public static long WorkingBytes(ImageHeader header, RecompressionOptions options)
    {
        var buffer = (long)BitOperations.RoundUpToPowerOf2((ulong)header.Length + EntropySegments.Padding);

        // Samples of all components, each side padded to whole minimum coded units of at most 32 samples.
        var samples = 4 * Padded(header.Width) * Padded(header.Height);
        var tokens = TokenStream.RentedBytes(Math.Min(TokenBudget.Limit(header.Length), samples), ScanCount(options));
        return buffer + tokens + PlaneBytes(header, options) + FixedBytes;
    }

    private static long Padded(int side) => Math.Min(side, LongestSide) + 31L;

    /// <summary>What the planes take, where there are any, once the data have earned them.</summary>
    private static long PlaneBytes(ImageHeader header, RecompressionOptions options)
    {
        var isSequential = header.JpegProcess is JpegProcess.Baseline or JpegProcess.ExtendedSequential;
        if (isSequential && !options.Progressive && options.ChromaSubsampling == ChromaSubsampling.Keep)
        {
            return 0;
        }

        // A component has no more samples than this, and the pool rounds its last chunk up.
        var plane = sizeof(short) * Padded(header.Width) * Padded(header.Height);
        return (header.Components == 0 ? 4 : header.Components) * (plane + Math.Min(plane, CoefficientPlane.ChunkBytes));
    }

    /// <summary>Most scans of an output, each of which begins its own chunk of tokens.</summary>
    private static int ScanCount(RecompressionOptions options) => options.Progressive ? 4 + (4 * 3) : 4;
}
