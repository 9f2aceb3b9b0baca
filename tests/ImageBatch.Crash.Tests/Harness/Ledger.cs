using ImageBatch.Model;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>
/// Remembers what was seen of a job, and holds the invariants against it: a final state stays, counters equal states, and
/// a recorded output is whole.
/// </summary>
internal sealed class Ledger
{
    private StoreView _last = new();

    /// <summary>The images that do end their workers; no other may be failed for it.</summary>
    public HashSet<string> Guilty { get; } = [];

    /// <summary>Most deaths that any image had so far.</summary>
    public int MostDeaths { get; private set; }

    /// <summary>How often an image was found to have died for the second time or later.</summary>
    public int DeathsUnderSuspicion { get; private set; }

    /// <summary>This is how the job stands now.</summary>
    public void Look(StoreView view)
    {
        Assert.True(view.Job is not null || _last.Job is null, "An accepted job is gone.");
        if (view.Job is { } job)
        {
            AssertCounted(job, view.Images);
            AssertFinalStays(view);
            Assert.DoesNotContain(view.Images, image => image.Error?.Code == ImageErrorCodes.WorkerCrashed && !Guilty.Contains(image.Url));
            Assert.All(view.Images.Where(image => image.Output is not null), image => AssertWhole(job, image, view.Outputs));
        }

        MostDeaths = Math.Max(MostDeaths, view.Deaths.Values.DefaultIfEmpty(0).Max());
        DeathsUnderSuspicion += view.Deaths.Count(image => image.Value > Math.Max(1, _last.Deaths.GetValueOrDefault(image.Key)));
        _last = view;
    }

    private static void AssertCounted(Job job, IReadOnlyList<JobImage> images)
    {
        Assert.Equal(
            new ImageCounts(Count(ImageStatus.Pending), Count(ImageStatus.Succeeded), Count(ImageStatus.Failed), Count(ImageStatus.Cancelled)),
            job.Images);
        Assert.Equal(images.Sum(image => image.Output?.BytesIn ?? 0), job.BytesIn);
        Assert.Equal(images.Sum(image => image.Output?.BytesOut ?? 0), job.BytesOut);
        Assert.Equal(job.Images.Pending == 0, job.IsFinished);

        int Count(ImageStatus status) => images.Count(image => image.Status == status);
    }

    private void AssertFinalStays(StoreView view)
    {
        var sameRun = view.Job!.Run == _last.Job?.Run;
        foreach (var before in _last.Images)
        {
            // A retry forgets failures, and nothing else.
            if (before.Status == ImageStatus.Succeeded || (before.Status != ImageStatus.Pending && sameRun))
            {
                Assert.Equal(before, view.Images[before.Index]);
            }
        }

        if (sameRun && _last.Job!.IsFinished)
        {
            Assert.Equal((_last.Job.Status, _last.Job.FinishedAt), (view.Job.Status, view.Job.FinishedAt));
        }
    }

    /// <summary>The name of an output holds the hash of the whole of it.</summary>
    private static void AssertWhole(Job job, JobImage image, IReadOnlyDictionary<string, byte[]> outputs)
    {
        var content = outputs[image.Output!.Name];
        var format = ImageHeaders.ImageHeaderReader.Read(content).Format;
        Assert.Equal(image.Output.BytesOut, content.Length);
        Assert.Equal(OutputKey.Create(job.Id, image.SameAs ?? image.Index, content, format).Name, image.Output.Name);
    }
}
