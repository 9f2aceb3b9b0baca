using System.Runtime.InteropServices;
using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Metadata;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>What has been read of a file: its frame, its tables as they stand, and where its parts lie.</summary>
internal sealed class JpegFile
{
    /// <summary>
    /// Most marker segments: more than a progressive image can have scans, of which no coefficient has more than 14, with tables
    /// for each, and segments of a profile and other metadata. Each takes a place in lists that no budget knows.
    /// </summary>
    public const int MostSegments = 16_384;

    private readonly List<(int Start, int Length)> _image = [];
    private int _segments;

    public FrameHeader Frame { get; } = new();

    public QuantizationTables Quantization { get; } = new();

    public HuffmanTables Huffman { get; } = new();

    public AppSegments Metadata { get; } = new();

    public ScanHeader Scan { get; } = new();

    /// <summary>Minimum coded units between restart markers; 0 where there are none.</summary>
    public int RestartInterval { get; set; }

    /// <summary>The ranges of the file that make the image: everything but metadata, SOI, EOI and fill bytes.</summary>
    public ReadOnlySpan<(int Start, int Length)> Image => CollectionsMarshal.AsSpan(_image);

    public void AddImage(int start, int length) => _image.Add((start, length));

    /// <summary>Counts a segment that is kept in a list.</summary>
    public void CountSegment()
    {
        if (++_segments > MostSegments)
        {
            throw JpegErrors.Corrupt(
                $"it has {_segments:N0} marker segments or more, and {MostSegments:N0} are the most that are taken");
        }
    }

    public void Clear()
    {
        _segments = 0;
        _image.Clear();
        Frame.Clear();
        Quantization.Clear();
        Huffman.Clear();
        Metadata.Clear();
        RestartInterval = 0;
    }
}
