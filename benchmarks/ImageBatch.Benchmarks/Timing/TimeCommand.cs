using System.Globalization;
using ImageBatch.Benchmarks.Contenders;
using ImageBatch.Benchmarks.Images;
using ImageBatch.Benchmarks.Reports;
using ImageBatch.Model;

namespace ImageBatch.Benchmarks.Timing;

/// <summary>
/// <c>time [folder]</c>: tab-separated name, milliseconds and output length of each image, for scripts. With
/// <c>--paced</c> it runs one round for each line on its input and answers with the best so far and an empty line, so
/// that another process can run its own rounds in between. With <c>--png</c> it takes the PNG files of the folder, and
/// with <c>--save folder</c> it writes the outputs there.
/// </summary>
internal static class TimeCommand
{
    public static int Run(ReadOnlySpan<string> words)
    {
        var given = new CommandOptions(words, ["--quality", "--rounds", "--save"], "--paced", "--png");
        var images = ImageFolder.Read(given.Folder, given.Has("--png") ? ImageFormat.Png : ImageFormat.Jpeg);
        using var contender = ContenderSet.Recompression(
            new CompressionOptions { Quality = given.Number("--quality", 50, most: 100) });
        var stage = new Stage(contender, images);
        stage.WarmUp();
        if (given.Text("--save") is { } folder)
        {
            Save(contender, images, stage, folder);
        }

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

    private static void Save(IContender contender, IReadOnlyList<BenchmarkImage> images, Stage stage, string folder)
    {
        for (var i = 0; i < images.Count; i++)
        {
            if (stage.Measurements[i].Refusal is null)
            {
                contender.Compress(images[i].Content);
                File.WriteAllBytes(Path.Combine(folder, images[i].Name), contender.Output);
            }
        }
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
