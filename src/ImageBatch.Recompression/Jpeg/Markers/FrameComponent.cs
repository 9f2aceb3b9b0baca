namespace ImageBatch.Recompression.Jpeg.Markers;

/// <summary>One component of the frame, and what the scans tell of it.</summary>
internal sealed class FrameComponent
{
    /// <summary>In <see cref="Approximation"/>: no scan has coded the coefficient.</summary>
    public const sbyte NotCoded = -1;

    public byte Id { get; set; }

    /// <summary>Horizontal sampling factor, 1 to 4.</summary>
    public int H { get; set; }

    /// <summary>Vertical sampling factor, 1 to 4.</summary>
    public int V { get; set; }

    /// <summary>The source's quantization table, 0 to 3.</summary>
    public int TableIndex { get; set; }

    /// <summary>Width in blocks, without the padding of interleaved scans (A.2.2).</summary>
    public int BlocksWide { get; set; }

    /// <summary>Height in blocks, without the padding of interleaved scans (A.2.2).</summary>
    public int BlocksHigh { get; set; }

    /// <summary>Width in blocks with the padding of interleaved scans: whole minimum coded units.</summary>
    public int PaddedWide { get; set; }

    /// <summary>Height in blocks with the padding of interleaved scans.</summary>
    public int PaddedHigh { get; set; }

    /// <summary>Whether a scan has coded the component.</summary>
    public bool Scanned { get; set; }

    /// <summary>How many low bits of each coefficient are still missing (G.1.2.1), or <see cref="NotCoded"/>.</summary>
    public sbyte[] Approximation { get; } = new sbyte[64];

    /// <summary>The source's quantization table in zigzag order, as it was when the component's scan began.</summary>
    public ushort[] Source { get; } = new ushort[64];

    /// <summary>The output's quantization table in zigzag order.</summary>
    public ushort[] Target { get; } = new ushort[64];
}
