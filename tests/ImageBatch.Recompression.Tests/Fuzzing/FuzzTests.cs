using System.Globalization;
using ImageBatch.Model;

namespace ImageBatch.Recompression.Tests.Fuzzing;

public sealed class FuzzTests
{
    private static readonly string[] Larger =
        ["noise", "quality-98", "progressive-98", "progressive-deep", "pillow-metadata", "ycck-progressive", "scans-3"];

    /// <summary>
    /// 20,000 inputs; <c>tests/fuzz-recompression</c> sets another seed and number, and where to write the outcomes.
    /// </summary>
    [Fact]
    public void Compress_damaged_files_gives_an_output_or_an_error_of_its_own()
    {
        var run = new FuzzRun();
        run.Run(Setting("SEED", 1), Setting("COUNT", 20_000));
        Report("JPEG", run.Outcomes);

        Assert.Contains(run.Outcomes, pair => pair.Key == "compressed");
    }

    /// <summary>The same for PNG.</summary>
    [Fact]
    public void Compress_damaged_files_of_PNG_gives_an_output_or_an_error_of_its_own()
    {
        var run = new PngFuzzRun();
        run.Run(Setting("SEED", 1), Setting("COUNT", 20_000));
        Report("PNG", run.Outcomes);

        Assert.Contains(run.Outcomes, pair => pair.Key == "compressed");
    }

    [Fact]
    public void Compress_larger_files_truncated_at_200_places_are_truncated()
    {
        foreach (var name in Larger)
        {
            var input = Fixture.Load(name);
            for (var place = 0; place < 200; place++)
            {
                var length = (int)((long)(input.Length - 3) * place / 199);
                Assert.Equal(ImageErrorCodes.ImageTruncated, Fixture.ErrorCode(input.AsMemory(0, length)));
            }
        }
    }

    private static void Report(string format, IEnumerable<KeyValuePair<string, int>> outcomes)
    {
        if (Environment.GetEnvironmentVariable("IMAGEBATCH_FUZZ_REPORT") is { } report)
        {
            File.AppendAllLines(report, outcomes.Select(pair => $"{format} {pair.Key} {pair.Value}"));
        }
    }

    private static int Setting(string name, int standard) =>
        Environment.GetEnvironmentVariable("IMAGEBATCH_FUZZ_" + name) is { Length: > 0 } value
            ? int.Parse(value, CultureInfo.InvariantCulture)
            : standard;
}
