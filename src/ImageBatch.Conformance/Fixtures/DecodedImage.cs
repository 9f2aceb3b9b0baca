namespace ImageBatch.Conformance;

/// <summary>What a decoder makes of a file.</summary>
/// <param name="Frames">
/// Every frame or page as it is shown: orientation applied, partial frames put on what is below them, and the samples as
/// they are stored, without any conversion by the colour profile. CMYK without a profile becomes red (1 − C)(1 − K), green
/// (1 − M)(1 − K), blue (1 − Y)(1 − K).
/// </param>
/// <param name="IccProfile">The embedded ICC profile; empty where there is none.</param>
public sealed record DecodedImage(IReadOnlyList<RgbaPicture> Frames, ReadOnlyMemory<byte> IccProfile);
