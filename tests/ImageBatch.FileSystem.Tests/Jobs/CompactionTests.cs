using ImageBatch.FileSystem.Jobs;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using static ImageBatch.FileSystem.Tests.Jobs.JobStoreFolder;

namespace ImageBatch.FileSystem.Tests.Jobs;

public sealed class CompactionTests : IDisposable
{
    private readonly JobStoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compacting_changes_nothing_that_is_read_and_empties_the_journal()
    {
        JobId[] jobs;
        string before;
        using (var store = _folder.Open())
        {
            jobs = await FillAsync(store);
            before = await DescribeAsync(store, jobs);
            await store.CompactAsync();
            Assert.Equal(before, await DescribeAsync(store, jobs));
            Assert.Equal(SegmentHead.Length, new FileInfo(Assert.Single(Directory.GetFiles(_folder.Journal))).Length);
        }

        using var again = _folder.Open();
        Assert.Equal(before, await DescribeAsync(again, jobs));
    }

    [Fact]
    public async Task Compacted_job_is_retried_cancelled_and_compacted_again()
    {
        using var store = _folder.Open();
        var jobs = await FillAsync(store);
        await store.CompactAsync();
        var retried = (await store.ChangeAsync(jobs[0], new JobChange.RetryFailed())).Job!;
        Assert.Equal((2, 10), (retried.Run, retried.Images.Pending));
        await store.SaveAsync([Succeeded(retried, 0), Started(retried, 1)]);
        await store.CompactAsync();
        await store.SaveAsync([Failed(retried, 1)]);
        var before = await DescribeAsync(store, jobs);
        await store.ChangeAsync(jobs[0], new JobChange.Cancel());
        await store.CompactAsync();
        Assert.NotEqual(before, await DescribeAsync(store, jobs));
        before = await DescribeAsync(store, jobs);
        Assert.Single(Directory.GetFiles(_folder.FolderOf(jobs[0]), "results-*"));

        using var again = _folder.Open(root: _folder.CopyTo("copy"));
        Assert.Equal(before, await DescribeAsync(again, jobs));
    }

    /// <summary>
    /// The disk fails from one call on, whichever it is, and the folder is opened by the next process as it then is.
    /// </summary>
    [Fact]
    public async Task Killed_between_any_two_steps_of_a_compaction_nothing_is_lost()
    {
        var disk = new FaultyDisk();
        var jobs = Array.Empty<JobId>();
        string before;
        using (var store = _folder.Open(disk))
        {
            jobs = await FillAsync(store);
            before = await DescribeAsync(store, jobs);
        }

        var original = _folder.CopyTo("original");
        var steps = 0;
        for (var whole = false; !whole; steps++)
        {
            var root = Path.Combine(_folder.Root, $"step-{steps}");
            CopyFolder(original, root);
            var failing = new FaultyDisk();
            using (var store = _folder.Open(failing, root: root))
            {
                failing.EndsAtCall = failing.Calls + steps + 1;
                await store.CompactAsync();
                whole = failing.Calls < failing.EndsAtCall;
            }

            using var again = _folder.Open(root: root);
            Assert.Equal(before, await DescribeAsync(again, jobs));
            await again.CompactAsync();
            Assert.Equal(before, await DescribeAsync(again, jobs));
            Assert.All(jobs, job => Assert.Empty(Directory.GetFiles(
                Path.Combine(root, "jobs", job.ToString()[^2..], job.ToString()), "*.tmp")));
        }

        Assert.True(steps > 20, $"A compaction has {steps} steps.");
    }

    [Fact]
    public async Task Leftovers_of_every_step_are_removed_by_the_next_start()
    {
        JobId[] jobs;
        string before;
        using (var store = _folder.Open())
        {
            jobs = await FillAsync(store);
            before = await DescribeAsync(store, jobs);
        }

        var folder = _folder.FolderOf(jobs[0]);
        foreach (var name in (string[])["results-1.tmp", "results-1", "results-7", "state.tmp"])
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "half of it");
        }

        var staged = Path.Combine(_folder.Root, "jobs", ".tmp", "0123");
        Directory.CreateDirectory(staged);
        await File.WriteAllTextAsync(Path.Combine(staged, "rows"), "half of it");

        using var again = _folder.Open();
        Assert.Equal(before, await DescribeAsync(again, jobs));
        Assert.Equal(["job", "rows"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.False(Directory.Exists(staged));
    }

    [Fact]
    public async Task Open_job_deleted_and_added_again_under_its_id_knows_nothing_of_the_first()
    {
        string before;
        JobId id;
        using (var store = _folder.Open())
        {
            var first = await _folder.AddAsync(store, 5);
            id = first.Id;
            await store.SaveAsync([Started(first, 0), Succeeded(first, 1)]);
            await store.ChangeAsync(id, new JobChange.Cancel());
            await store.DeleteAsync(id);
            await AddAsync(store, id, 5);
            before = await DescribeAsync(store, id);
        }

        using var again = _folder.Open();
        Assert.Equal(before, await DescribeAsync(again, id));
        Assert.Equal(JobStatus.Pending, (await again.FindAsync(id))!.Status);
    }

    [Fact]
    public async Task Reads_during_compactions_see_one_state()
    {
        using var store = _folder.Open();
        var jobs = await FillAsync(store);
        var before = await DescribeAsync(store, jobs[0]);
        var reading = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                Assert.Equal(before, await DescribeAsync(store, jobs[0]));
            }
        });
        for (var i = 0; !reading.IsCompleted; i++)
        {
            await store.ChangeAsync(jobs[0], new JobChange.SetWebhook(SampleJobs.Webhook));
            await store.CompactAsync();
        }

        await reading;
    }

    [Fact]
    public async Task Unfinished_jobs_hold_back_few_segments_only()
    {
        using var store = _folder.Open(segmentLength: 200);
        var job = await _folder.AddAsync(store, 1_000);
        await store.SaveAsync([Started(job, 999)]);
        for (var index = 0; index < 400; index++)
        {
            await store.SaveAsync([Succeeded(job, index)]);
        }

        await Eventually.TrueAsync(() => Directory.GetFiles(_folder.Journal).Length < 20, "the journal to be cut short");
        var before = await DescribeAsync(store, job.Id);
        store.Dispose();
        using var again = _folder.Open();
        Assert.Equal(before, await DescribeAsync(again, job.Id));
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Adds a finished job with failures, a cancelled one and an unfinished one with a death.</summary>
    private async Task<JobId[]> FillAsync(FileSystem.Jobs.FileSystemJobStore store)
    {
        var finished = await _folder.AddAsync(store, 30);
        await store.SaveAsync([.. Enumerable.Range(0, 30).Select<int, ImageEvent>(
            index => index < 10 ? Failed(finished, index) : Succeeded(finished, index))]);
        var cancelled = await _folder.AddAsync(store, 5);
        await store.SaveAsync([Succeeded(cancelled, 1)]);
        await store.ChangeAsync(cancelled.Id, new JobChange.Cancel());
        var unfinished = await _folder.AddAsync(store, 5);
        await store.SaveAsync([Succeeded(unfinished, 1), Failed(unfinished, 0), Started(unfinished, 2)]);
        return [finished.Id, cancelled.Id, unfinished.Id];
    }
}
