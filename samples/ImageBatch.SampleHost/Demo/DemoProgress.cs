using System.Diagnostics;
using Spectre.Console;

namespace ImageBatch.SampleHost.Demo;

/// <summary>Follows a job to its end: a live bar on a terminal, plain lines elsewhere.</summary>
internal static class DemoProgress
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<DemoJob> FollowAsync(DemoClient api, DemoJob job, CancellationToken cancellationToken) =>
        Console.IsOutputRedirected
            ? PollAsync(api, job, WriteLine, cancellationToken)
            : AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .StartAsync(async progress =>
                {
                    var bar = progress.AddTask($"{job.Total} images", maxValue: job.Total);
                    return await PollAsync(api, job, now => bar.Value = now.Total - now.Pending, cancellationToken);
                });

    private static async Task<DemoJob> PollAsync(
        DemoClient api, DemoJob job, Action<DemoJob> show, CancellationToken cancellationToken)
    {
        var pending = -1;
        var stuck = Stopwatch.StartNew();
        while (true)
        {
            job = await api.ReadStatusAsync(job.RequestId, cancellationToken);
            if (job.Pending != pending)
            {
                pending = job.Pending;
                stuck.Restart();
                show(job);
            }

            if (job.IsFinished)
            {
                return job;
            }

            if (stuck.Elapsed > Patience)
            {
                throw new DemoException($"No image was finished for {Patience.TotalMinutes:0} minutes: the demo gives up.");
            }

            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private static void WriteLine(DemoJob job) =>
        Console.WriteLine($"{job.Status}: {job.Total - job.Pending} of {job.Total} images");
}
