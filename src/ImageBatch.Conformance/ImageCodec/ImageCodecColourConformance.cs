using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that colours stay what they are: with an ICC profile, grey, as inks, and with alpha.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecColourConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    /// <summary>How far the channels of a grey pixel may be apart: what the rounding of luma and chroma can do.</summary>
    private const int Tinge = 6;

    /// <summary>A profile is kept, or colours are converted by it, as the fixture says; in every way that the codec can.</summary>
    [Fact]
    public virtual void Compress_image_with_a_profile_keeps_its_colours() =>
        Each(Taken.Where(sample => !sample.IccProfile.IsEmpty), sample =>
        {
            foreach (var options in EveryWay(sample))
            {
                var run = Compress(sample, options);
                var profile = Decode(run.Output, What(sample, options)).IccProfile;
                var isSame = profile.Span.SequenceEqual(sample.IccProfile.Span);
                var isKept = Fixture.Profiles == ProfileHandling.Kept;
                Assert.True(
                    isSame == isKept,
                    $"{What(sample, options)}: the profile was to be {(isKept ? "kept" : "gone")}; {profile.Length} bytes of one came out.");
                AssertShown(sample, options, run);
            }
        });

    /// <summary>Grey has no tinge, in whatever way it is written.</summary>
    [Fact]
    public virtual void Compress_grey_image_stays_grey() => Each(Taken.Where(sample => IsGrey(sample) && sample.Header.Precision != 1), sample =>
    {
        foreach (var options in EveryWay(sample))
        {
            var run = Compress(sample, options);
            AssertShown(sample, options, run);
            Assert.All(Decode(run.Output, What(sample, options)).Frames, frame =>
            {
                var tinge = Pictures.Tinge(frame);
                Assert.True(tinge <= Tinge, $"{What(sample, options)}: channels are {tinge} apart, more than {Tinge}.");
            });
        }
    });

    /// <summary>Inks look the same, whether they stay inks or become red, green and blue.</summary>
    [Fact]
    public virtual void Compress_image_of_inks_shows_the_same() => Each(
        Taken.Where(sample => sample.Header is { Components: 4, Format: ImageFormat.Jpeg or ImageFormat.Tiff } && !HasAlpha(sample)),
        sample =>
        {
            foreach (var options in EveryWay(sample))
            {
                AssertShown(sample, options, Compress(sample, options));
            }
        });

    /// <summary>What is transparent stays so, as far as it was, where the format is kept.</summary>
    [Fact]
    public virtual void Compress_transparent_image_keeps_alpha() => Each(Taken.Where(HasAlpha), sample =>
    {
        foreach (var options in EveryWay(sample).Where(options => !options.Converts(sample.Header.Format)))
        {
            var run = Compress(sample, options);
            AssertShown(sample, options, run);
            Assert.True(
                Pictures.HasAlpha(Decode(run.Output, What(sample, options)).Frames[0]), $"{What(sample, options)} came out opaque.");
        }
    });

    private static bool IsGrey(CodecSample sample) => sample.Frames.Count > 0 && Pictures.Tinge(sample.Frames[0]) == 0;

    private static bool HasAlpha(CodecSample sample) => sample.Frames.Count > 0 && Pictures.HasAlpha(sample.Frames[0]);
}
