namespace ImageBatch.Recompression;

/// <summary>What <see cref="RecompressionCodec"/> does with the resolution of colour.</summary>
public enum ChromaSubsampling
{
    /// <summary>
    /// Chrominance keeps the resolution that it has. A JPEG that is made of a PNG has half of it below quality 90 and all of it
    /// from there on.
    /// </summary>
    Keep,

    /// <summary>
    /// Where chrominance has the full resolution (4:4:4), it gets half of it in both directions (4:2:0), as most encoders
    /// write it. Images that are subsampled already, grey and RGB ones stay as they are.
    /// </summary>
    Halve,
}
