namespace ImageBatch.Conformance;

/// <summary>What a codec does with an embedded ICC profile, so that colours look the same.</summary>
public enum ProfileHandling
{
    /// <summary>The output has the input's profile, and samples of the same meaning.</summary>
    Kept,

    /// <summary>Samples are converted to sRGB, and the input's profile is gone.</summary>
    ConvertedToSrgb,
}
