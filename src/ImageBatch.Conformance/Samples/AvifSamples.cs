namespace ImageBatch.Conformance;

/// <summary>AVIF: files of libavif, of the same pictures as those of the other formats.</summary>
internal static class AvifSamples
{
    /// <summary>What avifenc leaves of the pictures, and what halved chroma leaves; each 2 dB less.</summary>
    private const double Near = 44;
    private const double HalvedChroma = 36;

    public static IEnumerable<CodecSample> All()
    {
        var picture = SamplePicture.Make(97, 61);
        var small = SamplePicture.Make(61, 43);
        yield return Of("avif-444", picture);
        yield return Of("avif-420", SamplePicture.Make(64, 48)) with { Psnr = HalvedChroma };
        yield return Of("avif-alpha", SamplePicture.Make(97, 61, hasAlpha: true));
        yield return Of("avif-grey", SampleImage.Grey(picture).Shown);
        foreach (var (width, height) in SampleKinds.NarrowSizes)
        {
            yield return Of($"avif-{width}x{height}", SamplePicture.Make(width, height));
        }

        yield return Of("avif-profile", small, SampleKinds.Profile);
        yield return Of("avif-metadata", small, SampleKinds.Marker);
    }

    /// <summary>The image data are the last box, and the colours its last bytes.</summary>
    private static CodecSample Of(string name, RgbaPicture picture, SampleMetadata? metadata = null)
    {
        var content = SampleFiles.Read(name);
        var data = content.AsSpan().IndexOf("mdat"u8) + 4;
        return new SampleFile(content, data, content.Length).ToSample(name, metadata ?? SampleMetadata.None, picture) with { Psnr = Near };
    }
}
