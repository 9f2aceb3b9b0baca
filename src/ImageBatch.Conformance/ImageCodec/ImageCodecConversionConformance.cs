using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that an image becomes one of another format and still shows the same.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecConversionConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    /// <summary>Every image becomes one of every claimed format, and shows the same where neither profile nor alpha comes between.</summary>
    [Fact]
    public virtual void Compress_to_another_format_shows_the_same() =>
        EachConverted(Plain.Where(sample => !HasAlpha(sample)), _ => true);

    /// <summary>JPEG has no alpha: what is transparent is put on white.</summary>
    [Fact]
    public virtual void Compress_transparent_image_to_jpeg_puts_it_on_white() =>
        EachConverted(Taken.Where(HasAlpha), format => format == OutputFormat.Jpeg);

    /// <summary>All other formats keep alpha.</summary>
    [Fact]
    public virtual void Compress_transparent_image_to_a_format_with_alpha_keeps_it() =>
        EachConverted(Taken.Where(HasAlpha), format => format != OutputFormat.Jpeg);

    /// <summary>Converting and scaling go together.</summary>
    [Fact]
    public virtual void Compress_to_another_format_and_within_limits_does_both()
    {
        SkipUnlessResizing();
        EachConverted(OneOfEachFormat, _ => true, sample => sample.Header.Width / 2);
    }

    /// <summary>An image that has the format asked for already is compressed as if it was to keep it.</summary>
    [Fact]
    public virtual void Compress_to_its_own_format_is_keeping_it() => Each(OneOfEachFormat, sample =>
    {
        foreach (var format in Enum.GetValues<OutputFormat>().Where(format => format != OutputFormat.Preserve))
        {
            var options = new CompressionOptions { Format = format };
            if (!options.Converts(sample.Header.Format))
            {
                var (kept, asked) = (Compress(sample, CodecCases.Preserve).Output, Compress(sample, options).Output);
                Assert.True(
                    kept.AsSpan().SequenceEqual(asked),
                    $"{What(sample, options)} has {asked.Length} bytes, and {kept.Length} others where the format is to be preserved.");
            }
        }
    });

    private static bool HasAlpha(CodecSample sample) => sample.Frames.Count > 0 && Pictures.HasAlpha(sample.Frames[0]);

    private void EachConverted(
        IEnumerable<CodecSample> samples, Func<OutputFormat, bool> filter, Func<CodecSample, int?>? maxWidth = null)
    {
        IEnumerable<CompressionOptions> Asked(CodecSample sample) => Conversions(sample)
            .Where(options => filter(options.Format)).Select(options => options with { MaxWidth = maxWidth?.Invoke(sample) });
        Each(samples.Where(sample => Asked(sample).Any()), sample =>
        {
            foreach (var options in Asked(sample))
            {
                AssertShown(sample, options, Convert(sample, options));
            }
        });
    }

    private CodecRun Convert(CodecSample sample, CompressionOptions options)
    {
        var run = Compress(sample, options);
        var expected = options.FormatOf(sample.Header.Format);
        var found = Fixture.ReadHeader(run.Output).Format;
        Assert.True(run.Image.Format == expected && found == expected, $"{What(sample, options)} became {found} and is called {run.Image.Format}.");
        Assert.False(run.Image.Unchanged, $"{What(sample, options)} calls itself unchanged.");
        return run;
    }
}
