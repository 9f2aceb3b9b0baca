namespace ImageBatch.Recompression.Tests.Reference;

/// <summary>All quantized coefficients of a JPEG, with what they are to be multiplied by.</summary>
internal sealed class ReferenceImage
{
    public int Width { get; set; }

    public int Height { get; set; }

    public bool IsBaseline { get; set; }

    public bool IsProgressive { get; set; }

    public List<ReferenceComponent> Components { get; } = [];
}

internal sealed class ReferenceComponent
{
    public int Id { get; set; }

    public int H { get; set; }

    public int V { get; set; }

    /// <summary>Quantization steps in zigzag order.</summary>
    public int[] Steps { get; set; } = [];

    /// <summary>Blocks of a row and of a column, without those that only fill minimum coded units.</summary>
    public int Wide { get; set; }

    public int High { get; set; }

    /// <summary>Blocks of a row with those that fill minimum coded units.</summary>
    public int Stride { get; set; }

    /// <summary>The blocks row by row, each 64 coefficients in zigzag order.</summary>
    public List<int[]> Blocks { get; } = [];
}
