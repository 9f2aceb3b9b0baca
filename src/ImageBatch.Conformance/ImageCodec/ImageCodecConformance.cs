using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that a codec claims what it does and does what it claims, and that the fixture's decoder can be trusted.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecConformance<TFixture> : ImageCodecSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    /// <summary>A codec has a name.</summary>
    [Fact]
    public virtual void Name_is_set_and_stays()
    {
        Assert.False(string.IsNullOrWhiteSpace(Codec.Name));
        Assert.Equal(Codec.Name, Codec.Name);
    }

    /// <summary>Without a sample that the codec takes, the other tests would say nothing.</summary>
    [Fact]
    public virtual void Samples_contain_one_that_is_taken_of_every_format_claimed()
    {
        Assert.NotEmpty(Taken);
        Assert.Empty(Fixture.InputFormats.Except(Taken.Select(sample => sample.Header.Format)));
    }

    /// <summary>A sample that does not exist cannot be refused.</summary>
    [Fact]
    public virtual void Refusals_name_samples() =>
        Assert.Empty(Fixture.Refusals.Keys.Except(Fixture.InputFormats.SelectMany(CodecSamples.Of).Select(sample => sample.Name)));

    /// <summary>The decoder that outputs are judged by sees in the samples what they are known to show.</summary>
    [Fact]
    public virtual void Decode_sample_gives_what_it_shows() => Each(Taken.Where(sample => sample.Frames.Count > 0), sample =>
    {
        var decoded = Decode(sample.Content, $"{sample} itself");
        Assert.Equal(sample.Frames.Count, decoded.Frames.Count);
        for (var i = 0; i < decoded.Frames.Count; i++)
        {
            var psnr = Pictures.Psnr(sample.Frames[i], decoded.Frames[i]);
            Assert.True(psnr >= sample.Psnr, $"{sample}, frame {i}: {psnr:0.0} dB, but {sample.Psnr:0.0} dB are asked for.");
        }

        Assert.True(
            sample.IccProfile.Span.SequenceEqual(decoded.IccProfile.Span),
            $"{sample}: the decoder finds {decoded.IccProfile.Length} bytes of a profile, which has {sample.IccProfile.Length}.");
    });

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

    /// <summary>A claimed format is taken as it is, scaled and converted where that is claimed, and not otherwise.</summary>
    [Fact]
    public virtual void CanCompress_sample_says_what_is_claimed() => Each(Taken, sample =>
    {
        var (width, height) = new CompressionOptions().SizeOf(sample.Header);
        foreach (var format in Enum.GetValues<OutputFormat>())
        {
            CompressionOptions[] every =
            [
                new() { Format = format },
                new() { Format = format, MaxWidth = Math.Max(1, width / 2) },
                new() { Format = format, MaxHeight = Math.Max(1, height / 2) },
            ];
            foreach (var options in every)
            {
                var isClaimed = (!options.Resizes(sample.Header) || Fixture.Resizes)
                    && (!options.Converts(sample.Header.Format) || Fixture.Converts(sample.Header.Format, format));
                var answer = Codec.CanCompress(sample.Header, options);
                Assert.True(
                    answer.CanCompress == isClaimed,
                    $"{What(sample, options)} is {(isClaimed ? "" : "not ")}claimed, but the answer is {answer}.");
            }
        }
    });

    /// <summary>A format that is not claimed is not taken: nothing here would test it.</summary>
    [Fact]
    public virtual void CanCompress_format_that_is_not_claimed_says_no()
    {
        foreach (var header in CodecCases.Headers().Where(header => !Fixture.InputFormats.Contains(header.Format)
            && !Fixture.Samples.Any(sample => sample.Header.Format == header.Format)))
        {
            Assert.False(Codec.CanCompress(header, CodecCases.Preserve).CanCompress, $"{header.Format} is not claimed, but taken.");
        }
    }

    /// <summary>Samples are taken or refused as expected.</summary>
    [Fact]
    public virtual void Compress_each_sample_comes_to_what_is_expected() => Each(Fixture.Samples, sample =>
    {
        var answer = Codec.CanCompress(sample.Header, CodecCases.Preserve);
        if (answer.CanCompress)
        {
            var error = Run(sample, CodecCases.Preserve).Error;
            Assert.True(
                error?.Code == sample.Error,
                $"{sample} was to {(sample.Error is null ? "succeed" : $"fail with {sample.Error}")}, and came to {error?.Code ?? "an output"}: {error?.Message}");
        }
        else
        {
            Assert.True(
                sample.Error == ImageErrorCodes.ImageUnsupported, $"{sample} was to come to {sample.Error ?? "an output"}, but is not taken: {answer.Reason}.");
        }
    });

    /// <summary>An output can be compressed like any other image.</summary>
    [Fact]
    public virtual void Compress_output_again_succeeds() => Each(Taken, sample =>
    {
        var first = Compress(sample, CodecCases.Preserve);
        if (Codec.CanCompress(Fixture.ReadHeader(first.Output), CodecCases.Preserve).CanCompress)
        {
            var second = CodecRun.Of(Codec, first.Output, CodecCases.Preserve, Token).Succeeded($"{sample}, compressed before,");
            Assert.True(second.Output.Length <= first.Output.Length);
        }
    });

    /// <summary>Options that nobody would think of are kept to where they are taken, or the image is unsupported.</summary>
    [Fact]
    public virtual void Compress_with_any_options_taken_keeps_to_them() => Each(OneOfEachFormat, sample =>
    {
        foreach (var options in CodecCases.Options.Where(options => Codec.CanCompress(sample.Header, options).CanCompress))
        {
            if (Run(sample, options) is not { Error: null } run)
            {
                continue;
            }

            var header = Fixture.ReadHeader(run.Output);
            Assert.Equal(run.Image.Format, header.Format);
            Assert.False(options.Converts(run.Image.Format), $"{What(sample, options)} became {run.Image.Format}.");
            AssertSize(sample, options, new CompressionOptions().SizeOf(header));
            Assert.False(
                run.Image.Unchanged && (options.Resizes(sample.Header) || options.Converts(sample.Header.Format)),
                $"{What(sample, options)} calls itself unchanged.");
        }
    });
}
