namespace ImageBatch.Model;

/// <summary>The coding process that a JPEG's start-of-frame marker declares (ITU-T T.81, table B.1).</summary>
public enum JpegProcess
{
    /// <summary>Not a JPEG, or one without a start-of-frame marker.</summary>
    None,

    /// <summary>Baseline sequential DCT, Huffman coded (SOF0).</summary>
    Baseline,

    /// <summary>Extended sequential DCT, Huffman coded (SOF1).</summary>
    ExtendedSequential,

    /// <summary>Progressive DCT, Huffman coded (SOF2).</summary>
    Progressive,

    /// <summary>Lossless, Huffman coded (SOF3).</summary>
    Lossless,

    /// <summary>Any differential process (SOF5 to SOF7, SOF13 to SOF15).</summary>
    Hierarchical,

    /// <summary>Any arithmetic coded process (SOF9 to SOF11).</summary>
    Arithmetic,
}
