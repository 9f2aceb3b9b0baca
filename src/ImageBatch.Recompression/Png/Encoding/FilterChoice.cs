namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>How the filter of each row is chosen.</summary>
internal enum FilterChoice
{
    /// <summary>No filter: for palettes and few bits a pixel, whose values are no amounts.</summary>
    None,

    /// <summary>The least sum of absolute differences (PNG, clause 12.7).</summary>
    LeastSum,

    /// <summary>The least entropy of the row's bytes: what a Huffman code would make of them.</summary>
    LeastEntropy,
}
