using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests that a codec makes images smaller, the same way each time, and keeps to its options.</summary>
/// <typeparam name="TFixture">Gives the codec and the samples.</typeparam>
public abstract class ImageCodecConformance<TFixture> : ConformanceSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    private static readonly int[] Qualities = [1, 10, 50, 90, 100];

    /// <summary>The codec under test.</summary>
    protected IImageCodec Codec => Fixture.Codec;

    private IEnumerable<CodecSample> Taken => Fixture.Samples.Where(sample => sample.Error is null);

    /// <summary>A codec has a name.</summary>
    [Fact]
    public virtual void Name_is_set_and_stays()
    {
        Assert.False(string.IsNullOrWhiteSpace(Codec.Name));
        Assert.Equal(Codec.Name, Codec.Name);
    }

    /// <summary>Without a sample that the codec takes, the other tests would say nothing.</summary>
    [Fact]
    public virtual void Samples_contain_one_that_is_taken() => Assert.NotEmpty(Taken);

    /// <summary>Whatever the header says and the upload asks, there is an answer, always the same, and a no has a reason.</summary>
    [Fact]
    public virtual void CanCompress_any_header_and_options_answers()
    {
        foreach (var header in CodecCases.Headers())
        {
            foreach (var options in CodecCases.Options)
            {
                var answer = Codec.CanCompress(header, options);
                Assert.Equal(answer, Codec.CanCompress(header, options));
                Assert.True(
                    answer.CanCompress ? answer.WorkingBytes >= 0 : !string.IsNullOrWhiteSpace(answer.Reason),
                    $"{header} with {options}: {answer}");
            }
        }
    }

    /// <summary>Samples are taken or refused as expected.</summary>
    [Fact]
    public virtual void Compress_each_sample_comes_to_what_is_expected() => Assert.All(Fixture.Samples, sample =>
    {
        var answer = Codec.CanCompress(sample.Header, CodecCases.Preserve);
        if (answer.CanCompress)
        {
            Assert.Equal(sample.Error, Run(sample, CodecCases.Preserve).Error?.Code);
        }
        else
        {
            Assert.Equal(sample.Error, ImageErrorCodes.ImageUnsupported);
        }
    });

    /// <summary>Where the format is kept and nothing is scaled, an output has the input's format and size, and is never longer.</summary>
    [Fact]
    public virtual void Compress_at_any_quality_keeps_format_and_size_and_grows_nothing() => Assert.All(Taken, sample =>
    {
        foreach (var quality in Qualities)
        {
            var options = new CompressionOptions { Quality = quality };
            var run = Run(sample, options).Succeeded($"{sample} at quality {quality}");
            var header = Fixture.ReadHeader(run.Output);

            Assert.Equal(sample.Header.Format, run.Image.Format);
            Assert.Equal(sample.Header.Format, header.Format);
            Assert.Equal(ShownSize(sample.Header), ShownSize(header));
            Assert.True(
                run.Output.Length <= sample.Content.Length,
                $"{sample} at quality {quality} grew from {sample.Content.Length} to {run.Output.Length} bytes.");
        }
    });

    /// <summary>An output can be compressed like any other image.</summary>
    [Fact]
    public virtual void Compress_output_again_succeeds() => Assert.All(Taken, sample =>
    {
        var first = Run(sample, CodecCases.Preserve).Succeeded($"{sample}");
        var header = Fixture.ReadHeader(first.Output);
        if (Codec.CanCompress(header, CodecCases.Preserve).CanCompress)
        {
            var second = CodecRun.Of(Codec, first.Output, CodecCases.Preserve, Token).Succeeded($"{sample}, compressed before,");
            Assert.True(second.Output.Length <= first.Output.Length);
        }
    });

    /// <summary>What a codec says it can do with its samples, it does: scale, never enlarge, convert.</summary>
    [Fact]
    public virtual void Compress_with_any_options_taken_keeps_to_them() => Assert.All(Taken, sample =>
    {
        var (width, height) = ShownSize(sample.Header);
        CompressionOptions[] scaled =
        [
            new() { MaxWidth = Math.Max(1, width / 2) },
            new() { MaxHeight = Math.Max(1, height / 3) },
            new() { MaxWidth = width, MaxHeight = height },
            new() { MaxWidth = 65_535, MaxHeight = 65_535 },
        ];
        foreach (var options in CodecCases.Options.Concat(scaled))
        {
            if (!Codec.CanCompress(sample.Header, options).CanCompress
                || Run(sample, options) is not { Error: null } run)
            {
                continue;
            }

            var header = Fixture.ReadHeader(run.Output);
            Assert.Equal(run.Image.Format, header.Format);
            Assert.False(options.Converts(run.Image.Format), $"{sample} with {options} became {run.Image.Format}.");
            Assert.Equal(ExpectedSize(width, height, options), ShownSize(header), NearlyEqual);
        }
    });

    /// <summary>An image that came out unchanged was neither scaled nor converted.</summary>
    [Fact]
    public virtual void Compress_unchanged_image_was_neither_scaled_nor_converted() => Assert.All(Taken, sample =>
    {
        foreach (var options in CodecCases.Options.Where(options => Codec.CanCompress(sample.Header, options).CanCompress))
        {
            if (Run(sample, options) is { Error: null, Image.Unchanged: true })
            {
                Assert.False(options.Resizes(sample.Header), $"{sample} with {options}");
                Assert.False(options.Converts(sample.Header.Format), $"{sample} with {options}");
            }
        }
    });

    /// <summary>The same input and options give the same bytes.</summary>
    [Fact]
    public virtual void Compress_twice_gives_the_same_bytes() => Assert.All(Taken, sample =>
    {
        var first = Run(sample, CodecCases.Preserve);
        var second = Run(sample, CodecCases.Preserve);
        Assert.Equal(first.Image, second.Image);
        Assert.Equal(first.Output, second.Output);
    });

    /// <summary>Eight threads on one instance do not get in each other's way.</summary>
    [Fact]
    public virtual async Task Compress_on_eight_threads_gives_the_same_bytes()
    {
        var samples = Fixture.Samples.Where(sample => Codec.CanCompress(sample.Header, CodecCases.Preserve).CanCompress).ToArray();
        var expected = samples.Select(sample => Run(sample, CodecCases.Preserve)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < samples.Length; i++)
                {
                    var which = (i + thread) % samples.Length;
                    var run = Run(samples[which], CodecCases.Preserve);
                    Assert.Equal(expected[which].Error?.Code, run.Error?.Code);
                    Assert.Equal(expected[which].Output, run.Output);
                }
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    /// <summary>A cancelled token is seen before any output is made.</summary>
    [Fact]
    public virtual void Compress_cancelled_throws() => Assert.All(Taken, sample =>
        Assert.ThrowsAny<OperationCanceledException>(() => Codec.Compress(
            sample.Content, CodecCases.Preserve, new StrictBufferWriter(), new CancellationToken(canceled: true))));

    private CodecRun Run(CodecSample sample, CompressionOptions options) =>
        CodecRun.Of(Codec, sample.Content, options, Token);

    private static (int Width, int Height) ShownSize(ImageHeader header) =>
        header.Orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);

    private static (int Width, int Height) ExpectedSize(int width, int height, CompressionOptions options)
    {
        var scale = Math.Min(1.0, Math.Min((double)(options.MaxWidth ?? width) / width, (double)(options.MaxHeight ?? height) / height));
        return ((int)Math.Max(1, Math.Round(width * scale)), (int)Math.Max(1, Math.Round(height * scale)));
    }

    /// <summary>Codecs round a scaled side up or down.</summary>
    private static bool NearlyEqual((int Width, int Height) expected, (int Width, int Height) actual) =>
        Math.Abs(expected.Width - actual.Width) <= 1 && Math.Abs(expected.Height - actual.Height) <= 1;
}
