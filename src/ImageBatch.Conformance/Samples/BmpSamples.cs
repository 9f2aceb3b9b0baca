namespace ImageBatch.Conformance;

/// <summary>Windows bitmaps.</summary>
internal static class BmpSamples
{
    public static IEnumerable<CodecSample> All()
    {
        var opaque = SamplePicture.Make(97, 61);
        yield return Of("bmp-rgb", SampleImage.Colour(opaque));
        yield return Of("bmp-rgb-aligned", SampleImage.Colour(SamplePicture.Make(64, 48)));
        yield return Of("bmp-alpha", SampleImage.Colour(SamplePicture.Make(97, 61, hasAlpha: true), 8, hasAlpha: true));
        yield return Of("bmp-palette", SampleImage.Indexed(opaque));
        yield return Of("bmp-grey", GreyPalette(SampleImage.Grey(opaque)));
        yield return BmpWriter.Write(SampleImage.Colour(opaque), isTopDown: true)
            .ToSample("bmp-top-down", SampleMetadata.None, opaque);
        foreach (var (width, height) in SampleKinds.NarrowSizes)
        {
            yield return Of($"bmp-{width}x{height}", SampleImage.Colour(SamplePicture.Make(width, height)));
        }
    }

    private static SampleImage GreyPalette(SampleImage grey) =>
        grey with { Palette = [.. Enumerable.Range(0, 256).SelectMany(shade => new[] { (byte)shade, (byte)shade, (byte)shade })] };

    private static CodecSample Of(string name, SampleImage image) =>
        BmpWriter.Write(image).ToSample(name, SampleMetadata.None, image.Shown);
}
