using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>What the suites of codecs share: runs of the codec, and how its outputs are judged.</summary>
/// <typeparam name="TFixture">Gives the codec, the samples and the decoder.</typeparam>
public abstract class ImageCodecSuite<TFixture> : ConformanceSuite<TFixture>
    where TFixture : ImageCodecFixture, new()
{
    private const int Pictured = 400;
    private const int Some = 6;

    /// <summary>The codec under test.</summary>
    protected IImageCodec Codec => Fixture.Codec;

    /// <summary>The samples that the codec must take.</summary>
    protected IEnumerable<CodecSample> Taken => Fixture.Samples.Where(sample => sample.Error is null);

    /// <summary>Those that have pixels enough to speak of a picture.</summary>
    private protected IEnumerable<CodecSample> TakenPictures => Taken.Where(sample => sample.Header.Pixels >= Pictured);

    /// <summary>Those without metadata: each differs from all others in how it is stored.</summary>
    private protected IEnumerable<CodecSample> Plain =>
        Taken.Where(sample => sample is { Marker: null, IccProfile.IsEmpty: true, Header.Orientation: 1 });

    /// <summary>Plain ones that are pictures.</summary>
    private protected IEnumerable<CodecSample> PlainPictures => Plain.Intersect(TakenPictures);

    /// <summary>The first few plain pictures of each format, for what takes many runs.</summary>
    private protected IEnumerable<CodecSample> SomePictures =>
        PlainPictures.GroupBy(sample => sample.Header.Format).SelectMany(format => format.Take(Some));

    /// <summary>The first sample of each format.</summary>
    private protected IEnumerable<CodecSample> OneOfEachFormat => TakenPictures.DistinctBy(sample => sample.Header.Format);

    /// <summary>Tests every one of some samples; the test is skipped where there are none.</summary>
    private protected static void Each(IEnumerable<CodecSample> samples, Action<CodecSample> test)
    {
        var all = samples.ToArray();
        Assert.SkipWhen(all.Length == 0, "The codec takes no image that this is about.");
        Assert.All(all, test);
    }

    private protected void SkipUnlessResizing() => Assert.SkipUnless(Fixture.Resizes, "The codec scales nothing.");

    private protected CodecRun Run(CodecSample sample, CompressionOptions options) =>
        CodecRun.Of(Codec, sample.Content, options, Token);

    /// <summary>Compresses what must succeed.</summary>
    private protected CodecRun Compress(CodecSample sample, CompressionOptions options) =>
        Run(sample, options).Succeeded(What(sample, options));

    /// <summary>The options that convert a sample to each claimed format but its own.</summary>
    private protected IEnumerable<CompressionOptions> Conversions(CodecSample sample) => Fixture.OutputFormats
        .Select(format => new CompressionOptions { Format = format, Quality = 90 })
        .Where(options => options.Converts(sample.Header.Format) && Fixture.Converts(sample.Header.Format, options.Format));

    /// <summary>Keeping, scaling and converting, as far as the codec claims them.</summary>
    private protected IEnumerable<CompressionOptions> EveryWay(CodecSample sample)
    {
        IEnumerable<CompressionOptions> scaled = Fixture.Resizes && sample.Header.Pixels > 1 ? [Halving(sample)] : [];
        return [new() { Quality = 90 }, .. scaled, .. Conversions(sample)];
    }

    /// <summary>Options that ask for half of the longer side.</summary>
    private protected static CompressionOptions Halving(CodecSample sample)
    {
        var (width, height) = new CompressionOptions().SizeOf(sample.Header);
        return width >= height
            ? new() { Quality = 90, MaxWidth = Math.Max(1, width / 2) }
            : new() { Quality = 90, MaxHeight = Math.Max(1, height / 2) };
    }

    /// <summary>Decodes an output; one that cannot be decoded fails the test.</summary>
    private protected DecodedImage Decode(ReadOnlyMemory<byte> output, string what)
    {
        try
        {
            return Fixture.Decode(output);
        }
        catch (Exception exception)
        {
            Assert.Fail($"{what} came out as a file that does not decode: {exception.GetType().Name}: {exception.Message}");
            throw;
        }
    }

    /// <summary>What a sample shows: what is known of it, else what the fixture's decoder says.</summary>
    private protected IReadOnlyList<RgbaPicture> Shown(CodecSample sample) =>
        sample.Frames.Count > 0 ? sample.Frames : Decode(sample.Content, $"{sample} itself").Frames;

    /// <summary>What an output shows must be what its input shows, scaled as it was, and on white where its format has no alpha.</summary>
    /// <param name="sample">The input.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="run">What it came to.</param>
    /// <returns>How near the first frame came, in dB.</returns>
    private protected double AssertShown(CodecSample sample, CompressionOptions options, CodecRun run)
    {
        var what = What(sample, options);
        var decoded = Decode(run.Output, what);
        var (shown, first) = (Shown(sample), double.NaN);
        Assert.True(
            decoded.Frames.Count == shown.Count || decoded.Frames.Count == 1,
            $"{what}: of {shown.Count} frames, {decoded.Frames.Count} came out.");
        for (var i = 0; i < decoded.Frames.Count; i++)
        {
            var (actual, expected) = (decoded.Frames[i], IsToBeSrgb(sample) ? SampleProfile.ToSrgb(shown[i]) : shown[i]);
            var floor = Fixture.PsnrFloor(run.Image.Format, options.Quality);
            if (options.Resizes(sample.Header))
            {
                AssertSize(sample, options, (actual.Width, actual.Height));
                expected = Pictures.Scale(expected, actual.Width, actual.Height);
                floor = Pictures.Sum(floor, Fixture.ResizedPsnrFloor(run.Image.Format));
            }

            Assert.True(
                (expected.Width, expected.Height) == (actual.Width, actual.Height),
                $"{what}: {expected.Width} × {expected.Height} pixels became {actual.Width} × {actual.Height}.");
            expected = run.Image.Format == ImageFormat.Jpeg ? Pictures.OnWhite(expected) : expected;
            var (psnr, least) = (Pictures.Psnr(expected, actual), Pictures.Sum(floor, sample.Psnr));
            Assert.True(psnr >= least, $"{what}, frame {i}: {psnr:0.0} dB, but {least:0.0} dB are asked for.");
            first = i == 0 ? psnr : first;
        }

        return first;
    }

    private bool IsToBeSrgb(CodecSample sample) => Fixture.Profiles == ProfileHandling.ConvertedToSrgb
        && sample.IccProfile.Span.SequenceEqual(SampleProfile.Content);

    /// <summary>A scaled side may be rounded up or down, but never beyond its limit.</summary>
    private protected static void AssertSize(CodecSample sample, CompressionOptions options, (int Width, int Height) actual)
    {
        var (width, height) = options.SizeOf(sample.Header);
        var what = $"{What(sample, options)}: {width} × {height} pixels are asked for, and {actual.Width} × {actual.Height} came out.";
        Assert.True(Math.Abs(actual.Width - width) <= 1 && Math.Abs(actual.Height - height) <= 1, what);
        Assert.True(actual.Width <= (options.MaxWidth ?? int.MaxValue) && actual.Height <= (options.MaxHeight ?? int.MaxValue), what);
    }

    /// <summary>Sample and options, as failures name them.</summary>
    private protected static string What(CodecSample sample, CompressionOptions options)
    {
        var limits = options is { MaxWidth: null, MaxHeight: null } ? "" : $" within {options.MaxWidth} × {options.MaxHeight}";
        return $"{sample} as {options.Format} at quality {options.Quality}{limits}";
    }
}
