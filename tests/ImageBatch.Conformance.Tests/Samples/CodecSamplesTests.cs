using ImageBatch.Model;

namespace ImageBatch.Conformance.Tests.Samples;

public sealed class CodecSamplesTests
{
    public static TheoryData<ImageFormat> Formats => [.. Enum.GetValues<ImageFormat>().Where(format => format != ImageFormat.Unknown)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Of_format_gives_samples_whose_headers_say_what_they_show(ImageFormat format)
    {
        var samples = CodecSamples.Of(format);

        Assert.Equal(samples.Count, samples.Select(sample => sample.Name).Distinct().Count());
        Assert.All(samples, sample =>
        {
            Assert.Equal(format, sample.Header.Format);
            Assert.Equal(sample.Frames.Count, sample.Header.Frames);
            var turned = sample.Header.Orientation >= 5;
            Assert.All(sample.Frames, frame => Assert.Equal(
                turned ? (sample.Header.Height, sample.Header.Width) : (sample.Header.Width, sample.Header.Height),
                (frame.Width, frame.Height)));
            Assert.InRange(sample.DataOffset, 1, sample.NeededLength - 1);
            Assert.InRange(sample.NeededLength, 1, sample.Content.Length);
        });
    }

    [Fact]
    public void Of_formats_that_store_an_orientation_gives_all_eight()
    {
        foreach (var format in new[] { ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Tiff, ImageFormat.WebP })
        {
            Assert.Equal(
                Enumerable.Range(1, 8), CodecSamples.Of(format).Select(sample => sample.Header.Orientation).Distinct().Order());
        }
    }

    [Fact]
    public void Of_unknown_format_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CodecSamples.Of(ImageFormat.Unknown));

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Of_format_gives_what_another_decoder_reads_the_same(ImageFormat format)
    {
        OtherDecoder.Require(format);
        var wrong = new List<string>();
        foreach (var sample in CodecSamples.Of(format))
        {
            var (rgba, warnings) = await OtherDecoder.DecodeAsync(
                format, sample.Content, TestContext.Current.CancellationToken);
            var length = (int)(4 * sample.Header.Pixels);


            // Of an animated PNG it reads what those read that know nothing of animation.
            var frames = format == ImageFormat.Png ? 1 : sample.Frames.Count;
            if (warnings.Length > 0 || rgba.Length != length * frames)
            {
                wrong.Add($"{sample} has {(double)rgba.Length / length} frames: {warnings}");
                continue;
            }

            for (var i = 0; i < frames; i++)
            {
                var stored = new RgbaPicture(sample.Header.Width, sample.Header.Height, rgba.AsMemory(i * length, length));
                var psnr = Pictures.Psnr(sample.Frames[i], stored.Turned(sample.Header.Orientation));
                if (psnr < sample.Psnr)
                {
                    wrong.Add($"{sample}, frame {i}: {psnr:0.0} dB, but {sample.Psnr:0.0} are asked for.");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
