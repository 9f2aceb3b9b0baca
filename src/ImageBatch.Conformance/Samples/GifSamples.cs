namespace ImageBatch.Conformance;

/// <summary>GIF, still and animated.</summary>
internal static class GifSamples
{
    public static IEnumerable<CodecSample> All()
    {
        var opaque = SamplePicture.Make(97, 61);
        yield return Still("gif", opaque);
        yield return Still("gif-aligned", SamplePicture.Make(64, 48));
        yield return Still("gif-transparent", SamplePicture.Make(97, 61, hasAlpha: true));
        yield return Still("gif-metadata", SamplePicture.Make(61, 43), SampleKinds.Marker);
        foreach (var (width, height) in SampleKinds.NarrowSizes)
        {
            yield return Still($"gif-{width}x{height}", SamplePicture.Make(width, height));
        }

        var frames = SampleFrame.Animation.Select(frame => (frame.Left, frame.Top, Image: SampleImage.Indexed(frame.Picture))).ToArray();
        yield return GifWriter.Write(null, frames).ToSample(
            "gif-animated",
            SampleMetadata.None,
            SampleFrame.Show(frames.Select(frame => new SampleFrame(frame.Left, frame.Top, frame.Image.Shown))));
    }

    private static CodecSample Still(string name, RgbaPicture picture, SampleMetadata? metadata = null)
    {
        var image = SampleImage.Indexed(picture);
        return GifWriter.Write(metadata?.Marker, (0, 0, image)).ToSample(name, metadata ?? SampleMetadata.None, image.Shown);
    }
}
