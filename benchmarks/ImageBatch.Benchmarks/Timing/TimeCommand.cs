using System.Globalization;
using ImageBatch.Benchmarks.Contenders;
using ImageBatch.Benchmarks.Images;
using ImageBatch.Benchmarks.Reports;

namespace ImageBatch.Benchmarks.Timing;

/// <summary>
/// <c>time [folder]</c>: tab-separated name, milliseconds and output length of each image, for scripts. With
/// <c>--paced</c> it runs one round for each line on its input and answers with the best so far and an empty line, so
/// that another process can run its own rounds in between.
/// </summary>
internal static class TimeCommand
{
    public static int Run(ReadOnlySpan<string> words)
    {
        var given = new CommandOptions(words, ["--quality", "--rounds"], "--paced");
        var images = ImageFolder.Read(given.Folder);
        using var contender = ContenderSet.Recompression(given.Number("--quality", 50, most: 100));
        var stage = new Stage(contender, images);
        stage.WarmUp();
        if (given.Has("--paced"))
        {
            while (Console.In.ReadLine() is not null)
            {
                stage.RunRound();
                Print(images, stage);
            }
        }
        else
        {
            for (var round = given.Number("--rounds", 15); round > 0; round--)
            {
                stage.RunRound();
            }

            Print(images, stage);
        }

        return 0;
    }

    private static void Print(IReadOnlyList<BenchmarkImage> images, Stage stage)
    {
        for (var i = 0; i < images.Count; i++)
        {
            var one = stage.Measurements[i];
            Console.Out.WriteLine(one.Refusal is { } refusal
                ? $"{images[i].Name}\t-\t{refusal}"
                : string.Create(CultureInfo.InvariantCulture, $"{images[i].Name}\t{one.Time.TotalMilliseconds:F4}\t{one.OutputLength}"));
        }

        Console.Out.WriteLine();
    }
}
