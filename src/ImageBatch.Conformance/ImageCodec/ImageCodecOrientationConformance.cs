using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that a picture is shown the right way up, whichever of the eight orientations it is stored with.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecOrientationConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    private IEnumerable<CodecSample> Turned => Taken.Where(sample => sample.Header.Orientation != 1);

    /// <summary>Kept or applied: what is shown stays the same.</summary>
    [Fact]
    public virtual void Compress_turned_image_shows_the_same() => Each(Turned, sample =>
    {
        var options = new CompressionOptions { Quality = 90 };
        AssertShown(sample, options, Compress(sample, options));
    });

    /// <summary>Scaled pixels are turned, the limits hold for what is shown, and no orientation is left.</summary>
    [Fact]
    public virtual void Compress_turned_image_scaled_turns_its_pixels()
    {
        SkipUnlessResizing();
        Each(Turned, sample => AssertUpright(sample, Halving(sample)));
    }

    /// <summary>Converted pixels are turned, and no orientation is left.</summary>
    [Fact]
    public virtual void Compress_turned_image_converted_turns_its_pixels() => Each(
        Turned.Where(sample => Conversions(sample).Any()),
        sample => Assert.All(Conversions(sample), options => AssertUpright(sample, options)));

    private void AssertUpright(CodecSample sample, CompressionOptions options)
    {
        var run = Compress(sample, options);
        var orientation = Fixture.ReadHeader(run.Output).Orientation;
        Assert.True(orientation == 1, $"{What(sample, options)} still has orientation {orientation}.");
        AssertShown(sample, options, run);
    }
}
