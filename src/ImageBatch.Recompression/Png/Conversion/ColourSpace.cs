namespace ImageBatch.Recompression.Png.Conversion;

/// <summary>How the samples of a PNG are to be shown, as far as a JPEG can say it.</summary>
internal enum ColourSpace
{
    /// <summary>As those of sRGB, which is what a JPEG without a profile means.</summary>
    Standard,

    /// <summary>By an ICC profile.</summary>
    Profile,

    /// <summary>By a gamma, chromaticities or code points of their own, for which a JPEG has no words.</summary>
    Other,
}
