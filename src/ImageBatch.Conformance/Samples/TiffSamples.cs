namespace ImageBatch.Conformance;

/// <summary>TIFF in both byte orders, of one page and of two.</summary>
internal static class TiffSamples
{
    /// <summary>Decoders round inks to colours in ways of their own.</summary>
    private const double Inks = 48;

    public static IEnumerable<CodecSample> All()
    {
        var opaque = SamplePicture.Make(97, 61);
        var alpha = SamplePicture.Make(97, 61, hasAlpha: true);
        yield return Of("tiff-rgb", SampleImage.Colour(opaque));
        yield return Of("tiff-rgb-aligned", SampleImage.Colour(SamplePicture.Make(64, 48)));
        yield return Of("tiff-rgb-big-endian", SampleImage.Colour(opaque), isLittleEndian: false);
        yield return Of("tiff-rgb-deflated", SampleImage.Colour(opaque), isDeflated: true);
        yield return Of("tiff-rgb-16-bits", SampleImage.Colour(opaque, 16));
        yield return Of("tiff-alpha", SampleImage.Colour(alpha, 8, hasAlpha: true));
        yield return Of("tiff-grey", SampleImage.Grey(opaque));
        yield return Of("tiff-palette", SampleImage.Indexed(opaque));
        yield return Of("tiff-cmyk", SampleImage.Cmyk(SamplePicture.Make(64, 48)), isCmyk: true) with { Psnr = Inks };
        foreach (var (width, height) in SampleKinds.NarrowSizes)
        {
            yield return Of($"tiff-{width}x{height}", SampleImage.Colour(SamplePicture.Make(width, height)));
        }

        var small = SampleImage.Colour(SamplePicture.Make(61, 43));
        foreach (var (suffix, metadata) in SampleKinds.Metadata)
        {
            yield return Of($"tiff-{suffix}", small, metadata: metadata);
        }

        SampleImage[] pages = [small, SampleImage.Colour(SamplePicture.Make(61, 43, hasAlpha: false, 1))];
        yield return TiffWriter.Write(SampleMetadata.None, isLittleEndian: true, isDeflated: false, isCmyk: false, pages)
            .ToSample("tiff-two-pages", SampleMetadata.None, pages.Select(page => page.Shown));
    }

    private static CodecSample Of(
        string name,
        SampleImage image,
        bool isLittleEndian = true,
        bool isDeflated = false,
        bool isCmyk = false,
        SampleMetadata? metadata = null) =>
        TiffWriter.Write(metadata ?? SampleMetadata.None, isLittleEndian, isDeflated, isCmyk, image)
            .ToSample(name, metadata ?? SampleMetadata.None, image.Shown);
}
