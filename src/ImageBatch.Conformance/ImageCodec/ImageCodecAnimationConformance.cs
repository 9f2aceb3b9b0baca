using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that an animation, or a file of several pages, comes out whole, or as its first frame with a note that says so.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecAnimationConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    private IEnumerable<CodecSample> Animated => Taken.Where(sample => sample.Header.Frames > 1);

    /// <summary>Kept as they are, frames show the same.</summary>
    [Fact]
    public virtual void Compress_animation_keeps_its_frames_or_notes_the_loss() =>
        Each(Animated, sample => AssertWhole(sample, new() { Quality = 90 }));

    /// <summary>Frames are scaled alike.</summary>
    [Fact]
    public virtual void Compress_animation_scaled_keeps_its_frames_or_notes_the_loss()
    {
        SkipUnlessResizing();
        Each(Animated, sample => AssertWhole(sample, Halving(sample)));
    }

    /// <summary>A format without frames gets the first.</summary>
    [Fact]
    public virtual void Compress_animation_converted_keeps_its_frames_or_notes_the_loss() => Each(
        Animated.Where(sample => Conversions(sample).Any()),
        sample => Assert.All(Conversions(sample), options => AssertWhole(sample, options)));

    private void AssertWhole(CodecSample sample, CompressionOptions options)
    {
        var run = Compress(sample, options);
        AssertShown(sample, options, run);
        var frames = Decode(run.Output, What(sample, options)).Frames.Count;
        Assert.True(
            frames == Shown(sample).Count || !string.IsNullOrWhiteSpace(run.Image.Note),
            $"{What(sample, options)}: of {Shown(sample).Count} frames {frames} came out, without a note.");
    }
}
