namespace ImageBatch.Conformance;

/// <summary>WebP, lossless and lossy, still and animated.</summary>
internal static class WebPSamples
{
    /// <summary>What cwebp leaves of the picture at quality 95, less 2 dB.</summary>
    private const double LossyPsnr = 36;

    public static IEnumerable<CodecSample> All()
    {
        yield return Still("webp-lossless", SamplePicture.Make(97, 61));
        yield return Still("webp-lossless-aligned", SamplePicture.Make(64, 48));
        yield return Still("webp-lossless-alpha", SamplePicture.Make(97, 61, hasAlpha: true));
        foreach (var (width, height) in SampleKinds.NarrowSizes)
        {
            yield return Still($"webp-lossless-{width}x{height}", SamplePicture.Make(width, height));
        }

        yield return Lossy("webp-lossy", SamplePicture.Make(97, 61));
        yield return Lossy("webp-lossy-alpha", SamplePicture.Make(97, 61, hasAlpha: true));
        var small = SamplePicture.Make(61, 43);
        foreach (var (suffix, metadata) in SampleKinds.Metadata)
        {
            yield return Still($"webp-{suffix}", small, metadata);
        }

        var frames = SampleFrame.Animation;
        yield return WebPWriter.Write(SampleMetadata.None, frames)
            .ToSample("webp-animated", SampleMetadata.None, SampleFrame.Show(frames));
    }

    /// <summary>Of the VP8 chunk only the header is known here; its last bits may be none that a pixel needs.</summary>
    private static CodecSample Lossy(string name, RgbaPicture picture)
    {
        const int FrameHeader = 10;
        var content = SampleFiles.Read(name);
        var data = content.AsSpan().IndexOf("VP8 "u8) + 8 + FrameHeader;
        return new SampleFile(content, data, content.Length - 2).ToSample(name, SampleMetadata.None, picture) with { Psnr = LossyPsnr };
    }

    private static CodecSample Still(string name, RgbaPicture picture, SampleMetadata? metadata = null) =>
        WebPWriter.Write(metadata ?? SampleMetadata.None, new SampleFrame(0, 0, picture))
            .ToSample(name, metadata ?? SampleMetadata.None, picture);
}
