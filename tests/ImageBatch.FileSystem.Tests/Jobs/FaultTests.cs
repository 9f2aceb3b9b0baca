using ImageBatch.Model;
using ImageBatch.Ports;
using static ImageBatch.FileSystem.Tests.Jobs.JobStoreFolder;

namespace ImageBatch.FileSystem.Tests.Jobs;

/// <summary>A disk that is full, or fails.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly JobStoreFolder _folder = new();
    private readonly FaultyDisk _disk = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int> AddCalls => new(
        (int)FaultyDisk.Call.Write, (int)FaultyDisk.Call.Flush, (int)FaultyDisk.Call.MoveFolder, (int)FaultyDisk.Call.FlushFolder);

    [Theory]
    [MemberData(nameof(AddCalls))]
    public async Task AddAsync_disk_that_fails_leaves_nothing(int call)
    {
        var store = _folder.Open(_disk);
        var id = JobId.New(_folder.Time.GetUtcNow());
        _disk.Broken = (FaultyDisk.Call)call;
        await Assert.ThrowsAsync<IOException>(() => AddAsync(store, id, 500, "a key"));

        _disk.Broken = FaultyDisk.Call.None;
        Assert.Null(await store.FindAsync(id));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Root, "jobs", ".tmp")));
        Assert.False(Directory.Exists(_folder.FolderOf(id)));
        Assert.Equal(AddJobOutcome.Added, (await AddAsync(store, id, 500, "a key")).Outcome);
    }

    [Fact]
    public async Task AddAsync_disk_that_fails_from_any_step_on_leaves_nothing()
    {
        var store = _folder.Open(_disk);
        for (var step = 1; ; step++)
        {
            var id = JobId.New(_folder.Time.GetUtcNow());
            _disk.EndsAtCall = _disk.Calls + step;
            try
            {
                await AddAsync(store, id, 500, "a key");
                Assert.True(step > 6, $"An upload has {step} steps.");
                return;
            }
            catch (IOException)
            {
                _disk.EndsAtCall = 0;
            }

            Assert.Null(await store.FindAsync(id));
            Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Root, "jobs", ".tmp")));
            Assert.False(Directory.Exists(_folder.FolderOf(id)));
        }
    }

    [Theory]
    [InlineData((int)FaultyDisk.Call.Write, 0, false)]
    [InlineData((int)FaultyDisk.Call.Write, 5, false)]
    [InlineData((int)FaultyDisk.Call.Write, 30, true)]
    [InlineData((int)FaultyDisk.Call.Write, 100_000, false)]
    [InlineData((int)FaultyDisk.Call.Write, 100_000, true)]
    [InlineData((int)FaultyDisk.Call.Flush, 0, false)]
    [InlineData((int)FaultyDisk.Call.Flush, 0, true)]
    public async Task SaveAsync_disk_that_fails_changes_nothing_and_is_repeated(int call, int written, bool cannotCut)
    {
        string expected;
        Job job;
        using (var store = _folder.Open(_disk))
        {
            job = await _folder.AddAsync(store, 10);
            await store.SaveAsync([Started(job, 0), Succeeded(job, 1)]);
            var before = await DescribeAsync(store, job.Id);
            (_disk.Broken, _disk.WrittenBeforeFailure, _disk.CannotCut) = ((FaultyDisk.Call)call, written, cannotCut);
            for (var tries = 0; tries < 3; tries++)
            {
                await Assert.ThrowsAsync<IOException>(() => store.SaveAsync([Succeeded(job, 2), Failed(job, 3)]));
                await Assert.ThrowsAsync<IOException>(() => store.ChangeAsync(job.Id, new JobChange.Cancel()));
                Assert.Equal(before, await DescribeAsync(store, job.Id));
            }

            _disk.Broken = FaultyDisk.Call.None;
            await store.SaveAsync([Failed(job, 4)]);
            await store.SaveAsync([Succeeded(job, 5)]);
            expected = await DescribeAsync(store, job.Id);
        }

        using var again = _folder.Open();
        Assert.Equal(expected, await DescribeAsync(again, job.Id));
        Assert.Equal(new ImageCounts(7, 2, 1, 0), (await again.FindAsync(job.Id))!.Images);
    }

    [Fact]
    public async Task QueryAsync_while_the_journal_cannot_be_written_fails()
    {
        var store = _folder.Open(_disk);
        var job = await _folder.AddAsync(store, 10);
        _disk.Broken = FaultyDisk.Call.Write;
        Assert.Single(await store.QueryAsync(JobQuery.Unfinished));
        await Assert.ThrowsAsync<IOException>(() => store.SaveAsync([Succeeded(job, 2)]));
        await Assert.ThrowsAsync<IOException>(() => store.QueryAsync(JobQuery.Unfinished));

        _disk.Broken = FaultyDisk.Call.None;
        Assert.Single(await store.QueryAsync(JobQuery.Unfinished));
    }

    [Fact]
    public async Task ProbeAsync_disk_that_fails_says_so_until_it_mends_and_leaves_nothing()
    {
        var store = _folder.Open(_disk);
        await store.ProbeAsync();
        _disk.Broken = FaultyDisk.Call.Write;
        var exception = await Assert.ThrowsAsync<IOException>(() => store.ProbeAsync());
        Assert.Contains("no space", exception.Message, StringComparison.Ordinal);

        _disk.Broken = FaultyDisk.Call.None;
        await store.ProbeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Root, "jobs", ".tmp")));
    }

    [Fact]
    public async Task ProbeAsync_after_a_save_that_failed_tries_the_journal()
    {
        var store = _folder.Open(_disk);
        var job = await _folder.AddAsync(store, 10);
        _disk.Broken = FaultyDisk.Call.Flush;
        await Assert.ThrowsAsync<IOException>(() => store.SaveAsync([Succeeded(job, 2)]));
        await Assert.ThrowsAsync<IOException>(() => store.ProbeAsync());

        _disk.Broken = FaultyDisk.Call.None;
        await store.ProbeAsync();
        var before = _disk.Flushes;
        await store.ProbeAsync();
        Assert.Equal(before, _disk.Flushes);
    }

    [Fact]
    public async Task ProbeAsync_folder_that_became_a_file_fails_as_an_upload_does_until_it_is_back()
    {
        var store = _folder.Open();
        var temporary = Path.Combine(_folder.Root, "jobs", ".tmp");
        Directory.Delete(temporary);
        await File.WriteAllTextAsync(temporary, "");
        await Assert.ThrowsAnyAsync<IOException>(() => store.ProbeAsync());
        await Assert.ThrowsAnyAsync<IOException>(() => _folder.AddAsync(store, 10));

        File.Delete(temporary);
        Directory.CreateDirectory(temporary);
        await store.ProbeAsync();
        await _folder.AddAsync(store, 10);
    }

    [Fact]
    public async Task ProbeAsync_folders_taken_away_fail_as_an_upload_does_and_are_not_made_anew()
    {
        var store = _folder.Open();
        var job = await _folder.AddAsync(store, 10);
        foreach (var folder in new[] { _folder.Journal, Path.Combine(_folder.Root, "jobs") })
        {
            Directory.Move(folder, folder + "-aside");
            await Assert.ThrowsAnyAsync<IOException>(() => store.ProbeAsync());
            await Assert.ThrowsAnyAsync<IOException>(() => _folder.AddAsync(store, 10));
            Assert.False(Directory.Exists(folder));

            Directory.Move(folder + "-aside", folder);
            await store.ProbeAsync();
        }

        Assert.Equal(AddJobOutcome.Existing, (await AddAsync(store, job.Id, 10)).Outcome);
    }

    [Fact]
    public void Open_removes_what_a_killed_probe_left()
    {
        _folder.Open().Dispose();
        var leftover = Path.Combine(_folder.Root, "jobs", ".tmp", "0.tmp");
        File.WriteAllText(leftover, "");

        _folder.Open();

        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public async Task DeleteAsync_disk_that_fails_leaves_the_job()
    {
        var store = _folder.Open(_disk);
        var job = await _folder.AddAsync(store, 10);
        var before = await DescribeAsync(store, job.Id);
        _disk.Broken = FaultyDisk.Call.MoveFolder;
        await Assert.ThrowsAsync<IOException>(() => store.DeleteAsync(job.Id));
        Assert.Equal(before, await DescribeAsync(store, job.Id));

        _disk.Broken = FaultyDisk.Call.None;
        Assert.True(await store.DeleteAsync(job.Id));
    }

    [Fact]
    public async Task SaveAsync_many_at_once_share_flushes()
    {
        var store = _folder.Open(_disk);
        var jobs = new List<Job>();
        for (var i = 0; i < 4; i++)
        {
            jobs.Add(await _folder.AddAsync(store, 100));
        }

        // The first flush waits until all the others have asked: they are one group then.
        using var asked = new ManualResetEventSlim();
        var before = _disk.Flushes;
        _disk.Flushing = asked.Wait;
        var saves = Enumerable.Range(0, 100)
            .Select(index => store.SaveAsync([.. jobs.Select(job => Succeeded(job, index))]))
            .ToArray();
        asked.Set();
        var results = await Task.WhenAll(saves);

        Assert.InRange(_disk.Flushes - before, 1, 2);
        Assert.Equal(4, results.Sum(result => result.Completed.Count));
    }

    [Fact]
    public async Task SaveAsync_starts_alone_are_written_and_not_flushed()
    {
        var store = _folder.Open(_disk);
        var job = await _folder.AddAsync(store, 10);
        var before = _disk.Flushes;
        var started = Started(job, 3);
        await store.SaveAsync([started]);
        await store.SaveAsync([new ImageReturned(started.Key, Guid.NewGuid()), Started(job, 3)]);
        Assert.Equal(before, _disk.Flushes);

        using var again = _folder.Open(root: _folder.CopyTo("copy"));
        Assert.Equal(2, Assert.Single(await again.LoadAsync([new ImageKey(job.Id, 3, 1)])).Deaths);
    }
}
