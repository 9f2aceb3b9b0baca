using System.Numerics;
using ImageBatch.Model;
using ImageBatch.Recompression.Jpeg.Decoding;
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
    private const long FixedBytes = 512 * 1024;

    /// <summary>What is not taken, or null. A process that the header does not tell is left to the frame itself.</summary>
    public static string? WhyNot(JpegProcess process, int precision, int components) => process switch
    {
        JpegProcess.Progressive => "progressive JPEG",
        JpegProcess.Lossless => "lossless JPEG",
        JpegProcess.Hierarchical => "hierarchical JPEG",
        JpegProcess.Arithmetic => "arithmetic coded JPEG",
        _ when precision is not (0 or 8) => $"JPEG of {precision} bits a sample",
        _ when components is not (0 or 1 or 3) => $"JPEG of {components} components",
        _ => null,
    };

    /// <summary>
    /// An upper bound of the memory beside input and output: one buffer as long as the file, which takes the unstuffed
    /// scan first and the new one later, and the tokens, of which there are never more than
    /// <see cref="TokenBudget"/> allows for the file, nor more than samples.
    /// </summary>
    public static long WorkingBytes(ImageHeader header)
    {
        var buffer = (long)BitOperations.RoundUpToPowerOf2((ulong)header.Length + EntropySegments.Padding);

        // Samples of all components, each side padded to whole minimum coded units of at most 32 samples.
        var samples = 4L * (Math.Min(header.Width, LongestSide) + 31) * (Math.Min(header.Height, LongestSide) + 31);
        var tokens = Math.Min(TokenBudget.Limit(header.Length), samples) + (BlockRecords.PerBand * 2);
        var chunks = (tokens / (TokenStream.ChunkTokens - BlockRecords.PerBand)) + ScanCount;
        return buffer + (chunks * TokenStream.ChunkTokens * sizeof(uint)) + FixedBytes;
    }

    /// <summary>A sequential image has a scan a component at most, and each begins its own chunk.</summary>
    private const int ScanCount = 4;
}
