using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that images are scaled down to their limits, in proportion, and never up.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecResizingConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    /// <summary>An image is as large as the tighter limit allows, and each pixel near the mean of the area that it covers.</summary>
    [Fact]
    public virtual void Compress_larger_than_the_limits_scales_down_in_proportion()
    {
        SkipUnlessResizing();

        // What a filter makes of black and white alone is a matter of taste.
        Each(PlainPictures.Where(sample => sample.Header.Precision != 1), sample =>
        {
            foreach (var options in Limits(sample))
            {
                var run = Compress(sample, options);
                Assert.False(run.Image.Unchanged, $"{What(sample, options)} calls itself unchanged.");
                AssertSize(sample, options, options.SizeOf(Fixture.ReadHeader(run.Output)));
                AssertShown(sample, options, run);
            }
        });
    }

    /// <summary>However narrow an image is, a pixel of its width stays.</summary>
    [Fact]
    public virtual void Compress_narrow_image_keeps_a_pixel()
    {
        SkipUnlessResizing();
        Each(Taken.Where(sample => sample.Header is { Width: 1, Height: > 1 } or { Width: > 1, Height: 1 }), sample =>
        {
            foreach (var options in new CompressionOptions[] { new() { MaxWidth = 5, MaxHeight = 5 }, Halving(sample) })
            {
                var header = Fixture.ReadHeader(Compress(sample, options).Output);
                AssertSize(sample, options, options.SizeOf(header));
                Assert.Equal(1, Math.Min(header.Width, header.Height));
            }
        });
    }

    /// <summary>An image within its limits keeps its size.</summary>
    [Fact]
    public virtual void Compress_within_the_limits_enlarges_nothing() => Each(Within, sample =>
    {
        var (width, height) = new CompressionOptions().SizeOf(sample.Header);
        CompressionOptions[] every =
        [
            new() { MaxWidth = width, MaxHeight = height },
            new() { MaxWidth = width + 1 },
            new() { MaxWidth = 65_535, MaxHeight = 4 * height },
        ];
        foreach (var options in every)
        {
            var header = Fixture.ReadHeader(Compress(sample, options).Output);
            Assert.True(
                options.SizeOf(sample.Header) == new CompressionOptions().SizeOf(header),
                $"{What(sample, options)} became {header.Width} × {header.Height}.");
        }
    });

    /// <summary>A picture of each format, narrow ones, and one of each format that is shown on its side.</summary>
    private IEnumerable<CodecSample> Within =>
    [
        .. OneOfEachFormat, .. Taken.Except(TakenPictures),
        .. Taken.Where(sample => sample.Header.Orientation >= 5).DistinctBy(sample => sample.Header.Format),
    ];

    /// <summary>One limit, the other, and both, of which either is the tighter.</summary>
    private static IEnumerable<CompressionOptions> Limits(CodecSample sample)
    {
        var (width, height) = new CompressionOptions().SizeOf(sample.Header);
        return
        [
            new() { Quality = 90, MaxWidth = width / 2 },
            new() { Quality = 90, MaxHeight = height / 3 },
            new() { Quality = 90, MaxWidth = width * 2 / 3, MaxHeight = height - 1 },
            new() { Quality = 90, MaxWidth = width, MaxHeight = height * 3 / 4 },
        ];
    }
}
