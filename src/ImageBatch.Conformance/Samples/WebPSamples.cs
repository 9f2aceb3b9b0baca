namespace ImageBatch.Conformance;

/// <summary>WebP, lossless and lossy, still and animated.</summary>
internal static class WebPSamples
{
    public static IEnumerable<CodecSample> All()
    {
        yield return Still("webp-lossless", SamplePicture.Make(97, 61));
        yield return Still("webp-lossless-aligned", SamplePicture.Make(64, 48));
        yield return Still("webp-lossless-alpha", SamplePicture.Make(97, 61, hasAlpha: true));
        foreach (var (width, height) in SampleKinds.NarrowSizes)
        {
            yield return Still($"webp-lossless-{width}x{height}", SamplePicture.Make(width, height));
        }

        var small = SamplePicture.Make(61, 43);
        foreach (var (suffix, metadata) in SampleKinds.Metadata)
        {
            yield return Still($"webp-{suffix}", small, metadata);
        }

        var frames = SampleFrame.Animation;
        yield return WebPWriter.Write(SampleMetadata.None, frames)
            .ToSample("webp-animated", SampleMetadata.None, SampleFrame.Show(frames));
    }

    private static CodecSample Still(string name, RgbaPicture picture, SampleMetadata? metadata = null) =>
        WebPWriter.Write(metadata ?? SampleMetadata.None, new SampleFrame(0, 0, picture))
            .ToSample(name, metadata ?? SampleMetadata.None, picture);
}
