using System.Diagnostics;
using ImageBatch.Benchmarks.Contenders;
using ImageBatch.Benchmarks.Images;
using ImageBatch.Benchmarks.Native;
using ImageBatch.Benchmarks.Quality;
using ImageBatch.Benchmarks.Reports;
using ImageBatch.Benchmarks.Timing;
using ImageBatch.Model;

namespace ImageBatch.Benchmarks.Compare;

/// <summary><c>compare [folder]</c>: every contender at every image, in under a minute for the sample catalogue.</summary>
internal static class CompareCommand
{
    private const int FewestRounds = 3;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    public static int Run(ReadOnlySpan<string> words)
    {
        var given = new CommandOptions(words, ["--output", "--quality", "--rounds", "--max-width", "--format"]);
        var options = ReadOptions(given);
        var images = ImageFolder.Read(given.Folder, [.. Enum.GetValues<ImageFormat>().Except([ImageFormat.Unknown])]);
        var contenders = ContenderSet.Create(options);
        var stages = contenders.ConvertAll(contender => new Stage(contender, images));
        stages.ForEach(stage => stage.WarmUp());
        var rounds = RunRounds(stages, given.Number("--rounds", 15));

        var report = new Report();
        report.Add($"{images.Count} images, {Describe(options)}, one thread, best of {rounds} interleaved rounds, images in turn. "
            + "÷ is the ratio to libjpeg-turbo, which keeps size and format.");
        report.Add(Machine.Describe());
        AddRemarks(report, stages[0], images);
        var entries = Evaluate(stages, images);
        var names = contenders.ConvertAll(contender => contender.Name);
        report.Add(CompareTables.Sums(names, entries).ToString());
        report.Add(CompareTables.Images(names, images, entries).ToString());
        AddRefusals(report, stages, images);
        report.Save(given.Output);
        contenders.ForEach(contender => contender.Dispose());
        return 0;
    }

    private static CompressionOptions ReadOptions(CommandOptions given) => new()
    {
        Quality = given.Number("--quality", 50, most: 100),
        MaxWidth = given.Text("--max-width") is null ? null : given.Number("--max-width", 0),
        Format = Enum.TryParse<OutputFormat>(given.Text("--format") ?? "", ignoreCase: true, out var format) ? format
            : given.Text("--format") is null ? OutputFormat.Preserve
            : throw new InvalidOperationException($"--format is one of {string.Join(", ", Enum.GetNames<OutputFormat>())}."),
    };

    private static string Describe(CompressionOptions options) =>
        $"quality {options.Quality}"
        + (options.MaxWidth is { } width ? $", at most {width} pixels wide" : "")
        + (options.Format == OutputFormat.Preserve ? "" : $", as {options.Format}");

    /// <summary>Contenders take turns, so that what else the machine does hits all of them alike.</summary>
    private static int RunRounds(List<Stage> stages, int most)
    {
        var start = Stopwatch.GetTimestamp();
        var rounds = 0;
        while (rounds < most && (rounds < FewestRounds || Stopwatch.GetElapsedTime(start) < Budget))
        {
            stages.ForEach(stage => stage.RunRound());
            rounds++;
        }

        return rounds;
    }

    private static List<List<Entry>> Evaluate(List<Stage> stages, IReadOnlyList<BenchmarkImage> images)
    {
        var yardstick = TurboJpeg.IsAvailable ? stages[0].Measurements : null;
        using var meter = new QualityMeter();
        var entries = new List<List<Entry>>();
        for (var i = 0; i < images.Count; i++)
        {
            entries.Add(stages.ConvertAll(stage => Evaluate(stage, i, images[i], yardstick?[i], meter)));
        }

        return entries;
    }

    private static Entry Evaluate(Stage stage, int index, BenchmarkImage image, Measurement? yardstick, QualityMeter meter)
    {
        var (psnr, ssim) = (double.NaN, double.NaN);
        if (stage.Measurements[index].Refusal is null)
        {
            stage.Contender.Compress(image.Content);
            (psnr, ssim) = meter.Measure(image.Content, stage.Contender.Output);
        }

        return new Entry(stage.Measurements[index], yardstick, psnr, ssim);
    }

    private static void AddRemarks(Report report, Stage first, IReadOnlyList<BenchmarkImage> images)
    {
        if (!TurboJpeg.IsAvailable)
        {
            report.Add(TurboJpeg.Missing + " Without it there are no ratios, and no PSNR and SSIM of JPEG files.");
        }
        else if (images.Where((_, i) => first.Measurements[i].Refusal is null).FirstOrDefault() is { } image
            && !TurboJpegContender.Optimizes(image.Content))
        {
            report.Add("This build of libjpeg-turbo ignores TJ_OPTIMIZE: its tables are the default ones, its times shorter.");
        }
    }

    private static void AddRefusals(Report report, List<Stage> stages, IReadOnlyList<BenchmarkImage> images)
    {
        var lines = stages.SelectMany(stage => stage.Measurements.Index()
            .Where(pair => pair.Item.Refusal is not null)
            .Select(pair => $"- {stage.Contender.Name} leaves out {images[pair.Index].Name}: {pair.Item.Refusal}"));
        if (string.Join('\n', lines) is { Length: > 0 } text)
        {
            report.Add(text);
        }
    }
}
