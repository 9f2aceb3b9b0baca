using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that quality does what it says: less of it is shorter, and more of it is nearer to the input.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecQualityConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    private const double LittleLonger = 1.05;
    private const int FewBytes = 16;
    private const double LittleWorse = 1;

    private static readonly int[] Qualities = [1, 20, 50, 80, 100];

    /// <summary>Where the format is kept and nothing is scaled, an output has the input's format and size, and is never longer.</summary>
    [Fact]
    public virtual void Compress_at_any_quality_keeps_format_and_size_and_grows_nothing() => Each(Plain, sample =>
    {
        foreach (var quality in Qualities)
        {
            var options = new CompressionOptions { Quality = quality };
            var run = Compress(sample, options);
            var header = Fixture.ReadHeader(run.Output);

            Assert.True(
                run.Image.Format == sample.Header.Format && header.Format == sample.Header.Format,
                $"{What(sample, options)} became {header.Format} and is called {run.Image.Format}.");
            Assert.True(
                options.SizeOf(header) == options.SizeOf(sample.Header),
                $"{What(sample, options)} became {header.Width} × {header.Height}.");
            Assert.True(
                run.Output.Length <= sample.Content.Length,
                $"{What(sample, options)} grew from {sample.Content.Length} to {run.Output.Length} bytes.");
        }
    });

    /// <summary>At high and at middle quality an output comes as near to its input as its format can.</summary>
    [Theory]
    [InlineData(50)]
    [InlineData(90)]
    public virtual void Compress_at_quality_comes_near_to_what_is_shown(int quality) => Each(Taken, sample =>
    {
        var options = new CompressionOptions { Quality = quality };
        AssertShown(sample, options, Compress(sample, options));
    });

    /// <summary>A higher quality is not further from the input than a lower one.</summary>
    [Fact]
    public virtual void Compress_at_higher_quality_is_no_further_from_the_input() => Each(SomePictures, sample =>
    {
        var (low, high) = (new CompressionOptions { Quality = 50 }, new CompressionOptions { Quality = 90 });
        var (far, near) = (AssertShown(sample, low, Compress(sample, low)), AssertShown(sample, high, Compress(sample, high)));
        Assert.True(near >= far - LittleWorse, $"{sample}: {far:0.0} dB at quality 50, but {near:0.0} dB at quality 90.");
    });

    /// <summary>Where quality matters, less of it gives no longer output, but for a little.</summary>
    [Fact]
    public virtual void Compress_at_lower_quality_is_no_longer() => Each(SomePictures.Where(IsLossy), sample =>
    {
        var lengths = Qualities.Select(quality => Compress(sample, new() { Quality = quality }).Output.Length).ToArray();
        for (var i = 1; i < lengths.Length; i++)
        {
            Assert.True(
                lengths[i - 1] <= (lengths[i] * LittleLonger) + FewBytes,
                $"{sample}: {lengths[i - 1]} bytes at quality {Qualities[i - 1]}, but {lengths[i]} at quality {Qualities[i]}.");
        }
    });

    /// <summary>In every lossy format there is an image that quality makes shorter; else it would be ignored.</summary>
    [Fact]
    public virtual void Compress_at_lower_quality_is_shorter_for_some_image_of_each_lossy_format()
    {
        var samples = SomePictures.Where(IsLossy).ToLookup(sample => sample.Header.Format);
        Assert.SkipWhen(samples.Count == 0, "The codec is lossless.");
        Assert.All(samples, format => Assert.Contains(format, sample =>
            Compress(sample, new() { Quality = 10 }).Output.Length < Compress(sample, new() { Quality = 90 }).Output.Length));
    }

    private bool IsLossy(CodecSample sample) =>
        sample.Header.Format != ImageFormat.Gif && double.IsFinite(Fixture.PsnrFloor(sample.Header.Format, 50));
}
