namespace ImageBatch.Conformance;

/// <summary>PNG in every colour type, with and without alpha, still and animated.</summary>
internal static class PngSamples
{
    public static IEnumerable<CodecSample> All()
    {
        var opaque = SamplePicture.Make(97, 61);
        var alpha = SamplePicture.Make(97, 61, hasAlpha: true);
        yield return Of("png-rgb", SampleImage.Colour(opaque));
        yield return Of("png-rgb-aligned", SampleImage.Colour(SamplePicture.Make(64, 48)));
        yield return Of("png-rgb-16-bits", SampleImage.Colour(opaque, 16));
        yield return Of("png-alpha", SampleImage.Colour(alpha, 8, hasAlpha: true));
        yield return Of("png-alpha-16-bits", SampleImage.Colour(alpha, 16, hasAlpha: true));
        yield return Of("png-grey", SampleImage.Grey(opaque));
        yield return Of("png-grey-1-bit", SampleImage.Grey(opaque, 1));
        yield return Of("png-grey-4-bits", SampleImage.Grey(opaque, 4));
        yield return Of("png-grey-16-bits", SampleImage.Grey(opaque, 16));
        yield return Of("png-grey-alpha", SampleImage.Grey(alpha, 8, hasAlpha: true));
        yield return Of("png-palette", SampleImage.Indexed(opaque));
        yield return Of("png-palette-transparent", SampleImage.Indexed(alpha));
        foreach (var (width, height) in SampleKinds.NarrowSizes)
        {
            yield return Of($"png-{width}x{height}", SampleImage.Colour(SamplePicture.Make(width, height)));
        }

        var small = SampleImage.Colour(SamplePicture.Make(61, 43));
        foreach (var (suffix, metadata) in SampleKinds.Metadata)
        {
            yield return Of($"png-{suffix}", small, metadata);
        }

        SampleImage[] frames = [.. SampleKinds.Times.Select(time => SampleImage.Colour(SamplePicture.Make(61, 43, false, time)))];
        yield return PngWriter.Write(SampleMetadata.None, frames)
            .ToSample("png-animated", SampleMetadata.None, frames.Select(frame => frame.Shown));
    }

    private static CodecSample Of(string name, SampleImage image, SampleMetadata? metadata = null) =>
        PngWriter.Write(metadata ?? SampleMetadata.None, image).ToSample(name, metadata ?? SampleMetadata.None, image.Shown);
}
