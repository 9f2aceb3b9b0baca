namespace ImageBatch.Conformance;

/// <summary>JPEG: grey, colour and inks, baseline and progressive.</summary>
internal static class JpegSamples
{
    /// <summary>
    /// What quality 95 leaves of the pictures, 43 dB or more, and what halved chroma leaves, 38 or more; less what decoders
    /// differ by, above all in how they interpolate chroma.
    /// </summary>
    private const double Near = 41;
    private const double HalvedChroma = 34;

    public static IEnumerable<CodecSample> All()
    {
        var picture = SamplePicture.Make(97, 61);
        var colour = SampleImage.Colour(picture);
        var inks = SampleImage.Cmyk(SamplePicture.Make(64, 48));
        yield return Of("jpeg-444", colour, JpegKind.Colour);
        yield return Of("jpeg-420", colour, JpegKind.Colour, halvesChroma: true);
        yield return Of("jpeg-420-aligned", SampleImage.Colour(SamplePicture.Make(64, 48)), JpegKind.Colour, halvesChroma: true);
        yield return Of("jpeg-progressive", colour, JpegKind.Colour, isProgressive: true);
        yield return Of("jpeg-grey", SampleImage.Grey(picture), JpegKind.Grey);
        yield return Of("jpeg-cmyk", inks, JpegKind.Cmyk);
        yield return Of("jpeg-ycck", inks, JpegKind.Ycck);
        foreach (var (width, height) in SampleKinds.NarrowSizes)
        {
            yield return Of($"jpeg-{width}x{height}", SampleImage.Colour(SamplePicture.Make(width, height)), JpegKind.Colour);
        }

        var small = SampleImage.Colour(SamplePicture.Make(61, 43));
        foreach (var (suffix, metadata) in SampleKinds.Metadata)
        {
            yield return Of($"jpeg-{suffix}", small, JpegKind.Colour, metadata);
        }
    }

    private static CodecSample Of(
        string name,
        SampleImage image,
        JpegKind kind,
        SampleMetadata? metadata = null,
        bool halvesChroma = false,
        bool isProgressive = false) =>
        JpegWriter.Write(image, kind, metadata, halvesChroma: halvesChroma, isProgressive: isProgressive)
            .ToSample(name, metadata ?? SampleMetadata.None, image.Shown) with
        {
            Psnr = halvesChroma ? HalvedChroma : Near,
        };
}
