namespace ImageBatch.Conformance;

/// <summary>What a JPEG's components are.</summary>
internal enum JpegKind
{
    Grey,

    /// <summary>JFIF's YCbCr.</summary>
    Colour,

    /// <summary>Inks, inverted as Adobe's programs store them.</summary>
    Cmyk,

    /// <summary>Inks, of which the first three are coded like red, green and blue as luma and chroma.</summary>
    Ycck,
}
