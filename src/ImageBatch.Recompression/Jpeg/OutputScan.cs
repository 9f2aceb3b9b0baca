using ImageBatch.Recompression.Jpeg.Encoding;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Tokens;

namespace ImageBatch.Recompression.Jpeg;

/// <summary>One scan of the output.</summary>
internal sealed class OutputScan
{
    private readonly byte[] _components = new byte[4];
    private readonly int[] _tables = new int[4];
    private int _count;

    public OutputScan() => Clear();

    /// <summary>The identifiers of its components.</summary>
    public ReadOnlySpan<byte> Components => _components.AsSpan(0, _count);

    /// <summary>The Huffman table of each component.</summary>
    public ReadOnlySpan<int> Tables => _tables.AsSpan(0, _count);

    /// <summary>The first and the last coefficient of the band (Ss, Se).</summary>
    public (int First, int Last) Band { get; set; }

    /// <summary>The bits that the scan codes: the last one before (Ah), and the lowest (Al).</summary>
    public (int High, int Low) Bits { get; set; }

    public TokenStream Tokens { get; } = new();

    public ScanEncoder Encoder { get; } = new();

    public void Clear()
    {
        _count = 0;
        (Band, Bits) = ((0, 63), (0, 0));
        Tokens.Clear();
    }

    public void Add(FrameComponent component, bool isChroma)
    {
        _components[_count] = component.Id;
        _tables[_count++] = isChroma ? 1 : 0;
    }
}
