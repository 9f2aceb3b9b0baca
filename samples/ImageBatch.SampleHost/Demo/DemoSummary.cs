using System.Globalization;
using Spectre.Console;

namespace ImageBatch.SampleHost.Demo;

/// <summary>Shows the totals, and where the results are.</summary>
internal static class DemoSummary
{
    public static void Write(DemoJob job, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        AnsiConsole.MarkupLineInterpolated(
            $"[bold]{job.Status}[/]: {job.Succeeded} of {job.Total} images in {seconds} s, {job.Failed} failed.");
        AnsiConsole.MarkupLineInterpolated(
            $"{Sizes.Bytes(job.BytesIn)} became {Sizes.Bytes(job.BytesOut)}: [green]{Sizes.Saved(job.BytesIn, job.BytesOut)} saved[/].");
    }

    /// <param name="csv">Where the result CSV is.</param>
    /// <param name="images">The folder of the outputs; null where they are in no folder.</param>
    public static void WritePlaces(string csv, string? images)
    {
        // Plain lines, since a path that wraps cannot be copied; whole ones, since dotnet run runs in the folder of the project.
        Console.WriteLine($"Result CSV: {Path.GetFullPath(csv)}");
        if (images is not null)
        {
            Console.WriteLine($"Images:     {Path.GetFullPath(images)}");
        }
    }
}
