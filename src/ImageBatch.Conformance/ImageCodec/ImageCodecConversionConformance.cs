using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that an image becomes one of another format and still shows the same.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecConversionConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    /// <summary>Every image becomes one of every claimed format, and shows the same where neither profile nor alpha comes between.</summary>
    [Fact]
    public virtual void Compress_to_another_format_shows_the_same()
    {
        SkipUnlessConverting();
        Each(Plain.Where(sample => !HasAlpha(sample)), sample =>
        {
            foreach (var options in Conversions(sample))
            {
                AssertShown(sample, options, Convert(sample, options));
            }
        });
    }

    /// <summary>JPEG has no alpha: what is transparent is put on white.</summary>
    [Fact]
    public virtual void Compress_transparent_image_to_jpeg_puts_it_on_white()
    {
        SkipUnlessConverting();
        Each(Taken.Where(HasAlpha), sample =>
        {
            foreach (var options in Conversions(sample).Where(options => options.Format == OutputFormat.Jpeg))
            {
                AssertShown(sample, options, Convert(sample, options));
            }
        });
    }

    /// <summary>All other formats keep alpha.</summary>
    [Fact]
    public virtual void Compress_transparent_image_to_a_format_with_alpha_keeps_it()
    {
        SkipUnlessConverting();
        Each(Taken.Where(HasAlpha), sample =>
        {
            foreach (var options in Conversions(sample).Where(options => options.Format != OutputFormat.Jpeg))
            {
                AssertShown(sample, options, Convert(sample, options));
            }
        });
    }

    /// <summary>Converting and scaling go together.</summary>
    [Fact]
    public virtual void Compress_to_another_format_and_within_limits_does_both()
    {
        SkipUnlessConverting();
        SkipUnlessResizing();
        Each(OneOfEachFormat, sample =>
        {
            foreach (var options in Conversions(sample))
            {
                var both = options with { MaxWidth = sample.Header.Width / 2 };
                AssertShown(sample, both, Convert(sample, both));
            }
        });
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
                Assert.Equal(Compress(sample, CodecCases.Preserve).Output, Compress(sample, options).Output);
            }
        }
    });

    private static bool HasAlpha(CodecSample sample) => sample.Frames.Count > 0 && Pictures.HasAlpha(sample.Frames[0]);

    private CodecRun Convert(CodecSample sample, CompressionOptions options)
    {
        var run = Compress(sample, options);
        var expected = options.FormatOf(sample.Header.Format);
        Assert.Equal(expected, run.Image.Format);
        Assert.Equal(expected, Fixture.ReadHeader(run.Output).Format);
        Assert.False(run.Image.Unchanged, $"{What(sample, options)} calls itself unchanged.");
        return run;
    }
}
