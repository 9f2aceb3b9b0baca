using ImageBatch.FileSystem.Jobs;
using ImageBatch.Model;
using ImageBatch.Ports;
using static ImageBatch.FileSystem.Tests.Jobs.JobStoreFolder;

namespace ImageBatch.FileSystem.Tests.Jobs;

/// <summary>What a kill, a power failure or a spoiled disk makes of the journal.</summary>
public sealed class TornJournalTests : IDisposable
{
    private readonly JobStoreFolder _folder = new();

    /// <summary>What the store said after each record, and where the record ends.</summary>
    private readonly List<(string State, long End)> _states = [];
    private Job _job = null!;
    private JobId[] _jobs = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_last_record_cut_at_every_byte_gives_the_state_before_it()
    {
        await WriteAsync();
        var whole = await File.ReadAllBytesAsync(_folder.LastSegment);
        Assert.Equal(whole.Length, _states[^1].End);
        for (var length = _states[^2].End; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(_folder.LastSegment, whole[..(int)length]);
            using var store = Open();
            var expected = length == whole.Length ? _states[^1] : _states[^2];
            Assert.Equal(expected.State, await DescribeAsync(store, _jobs));
            Assert.Equal(expected.End, new FileInfo(_folder.LastSegment).Length);
        }
    }

    [Fact]
    public async Task Open_after_a_cut_goes_on_where_the_last_whole_record_ends()
    {
        await WriteAsync();
        var whole = await File.ReadAllBytesAsync(_folder.LastSegment);
        await File.WriteAllBytesAsync(_folder.LastSegment, whole[..^3]);
        string before;
        using (var store = Open())
        {
            await store.SaveAsync([Succeeded(_job, 3)]);
            before = await DescribeAsync(store, _jobs);
        }

        using var again = Open();
        Assert.Equal(before, await DescribeAsync(again, _jobs));
    }

    [Fact]
    public async Task Open_tail_of_zeros_is_cut_off()
    {
        await WriteAsync();
        await using (var journal = File.OpenWrite(_folder.LastSegment))
        {
            journal.SetLength(journal.Length + 5_000);
        }

        using var store = Open();
        Assert.Equal(_states[^1].State, await DescribeAsync(store, _jobs));
    }

    [Fact]
    public async Task Open_any_byte_flipped_gives_the_state_before_its_record_or_is_refused()
    {
        await WriteAsync();
        var whole = await File.ReadAllBytesAsync(_folder.LastSegment);

        // The record before the last is a start, which nobody flushed: what is spoiled from there on may as well be cut
        // off by a power failure. All before it is known to have been whole.
        var flushed = _states[^3].End;
        var refused = 0;
        for (var at = 0; at < whole.Length; at++)
        {
            var spoiled = whole.ToArray();
            spoiled[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(_folder.LastSegment, spoiled);
            try
            {
                using var store = Open();
                Assert.True(at >= flushed, $"Byte {at} was on the disk, and nobody noticed.");
                Assert.Equal(_states.FindLast(state => state.End <= at).State, await DescribeAsync(store, _jobs));
            }
            catch (Exception exception) when (exception is InvalidDataException or JobDamagedException)
            {
                Assert.Contains(_folder.LastSegment, exception.Message, StringComparison.Ordinal);
                Assert.Equal(spoiled, await File.ReadAllBytesAsync(_folder.LastSegment));
                refused++;
            }
        }

        Assert.Equal(flushed, refused);
    }

    [Fact]
    public async Task Open_any_byte_flipped_in_a_segment_that_another_follows_is_refused()
    {
        await WriteAsync(segmentLength: 200);
        var segments = Segments();
        Assert.True(segments.Length > 2);
        foreach (var segment in segments[..^1])
        {
            var whole = await File.ReadAllBytesAsync(segment);
            for (var at = 0; at < whole.Length; at++)
            {
                var spoiled = whole.ToArray();
                spoiled[at] ^= (byte)(1 << (at % 8));
                await File.WriteAllBytesAsync(segment, spoiled);
                var exception = Assert.Throws<InvalidDataException>(() => Open());
                Assert.Contains(segment, exception.Message, StringComparison.Ordinal);
            }

            await File.WriteAllBytesAsync(segment, whole);
        }
    }

    [Fact]
    public async Task Open_segment_that_another_follows_cut_where_a_record_ends_is_refused()
    {
        await WriteAsync(segmentLength: 200);
        var segments = Segments();
        Assert.True(segments.Length > 2);
        foreach (var segment in segments[..^1])
        {
            var whole = await File.ReadAllBytesAsync(segment);
            var ends = RecordEnds(whole);
            Assert.True(ends.Count > 1 && ends[^1] == whole.Length);
            foreach (var end in ends.SkipLast(1).Prepend(0))
            {
                await File.WriteAllBytesAsync(segment, whole[..end]);
                var exception = Assert.Throws<InvalidDataException>(() => Open());
                Assert.Contains(segment, exception.Message, StringComparison.Ordinal);
                Assert.Equal(end, new FileInfo(segment).Length);
            }

            await File.WriteAllBytesAsync(segment, whole);
        }

        using var store = Open();
        Assert.Equal(_states[^1].State, await DescribeAsync(store, _jobs));
    }

    [Fact]
    public async Task Open_segment_cut_before_its_head_ends_goes_on_in_the_one_before()
    {
        await WriteAsync();
        var next = _folder.LastSegment.Replace("1.log", "2.log", StringComparison.Ordinal);
        var head = SegmentHead.Create(new FileInfo(_folder.LastSegment).Length);
        for (var length = 0; length < head.Length; length++)
        {
            await File.WriteAllBytesAsync(next, head[..length]);
            using var store = Open();
            Assert.Equal(_states[^1].State, await DescribeAsync(store, _jobs));
        }

        await File.WriteAllBytesAsync(next, head[..^1]);
        string after;
        using (var store = Open())
        {
            await store.SaveAsync([Succeeded(_job, 3)]);
            after = await DescribeAsync(store, _jobs);
            Assert.NotEqual(_states[^1].State, after);
        }

        using (var store = Open(segmentLength: 1))
        {
            await store.SaveAsync([Started(_job, 0)]);
        }

        using var again = Open();
        Assert.Equal(after, await DescribeAsync(again, _jobs));
    }

    [Fact]
    public async Task Open_any_byte_of_a_jobs_files_flipped_is_never_read_as_something_else()
    {
        await WriteAsync();
        using (var store = Open())
        {
            await store.CompactAsync();
        }

        foreach (var file in Directory.GetFiles(_folder.FolderOf(_job.Id)))
        {
            var whole = await File.ReadAllBytesAsync(file);
            for (var at = 0; at < whole.Length; at++)
            {
                var spoiled = whole.ToArray();
                spoiled[at] ^= (byte)(1 << (at % 8));
                await File.WriteAllBytesAsync(file, spoiled);
                await AssertRefusedOrSameAsync(file);
            }

            await File.WriteAllBytesAsync(file, whole);
        }
    }

    [Fact]
    public async Task Open_segment_missing_is_refused()
    {
        await WriteAsync();
        File.Move(_folder.LastSegment, _folder.LastSegment.Replace("1.log", "3.log", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(_folder.LastSegment.Replace("3.log", "1.log", StringComparison.Ordinal), SegmentHead.Create(0));
        var exception = Assert.Throws<InvalidDataException>(() => Open());
        Assert.Contains("2.log", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_journal_missing_is_refused()
    {
        await WriteAsync();
        Directory.Delete(_folder.Journal, recursive: true);
        Assert.Throws<InvalidDataException>(() => Open());
    }

    private string[] Segments() => [.. Directory.GetFiles(_folder.Journal).Order(StringComparer.Ordinal)];

    private static List<int> RecordEnds(ReadOnlySpan<byte> segment)
    {
        var ends = new List<int>();
        for (var end = 0; JournalRecord.TryOpen(segment[end..], out var payload, out _); ends.Add(end))
        {
            end += JournalRecord.HeaderLength + payload.Length;
        }

        return ends;
    }

    private FileSystemJobStore Open(int segmentLength = 1_000_000) =>
        _folder.Open(new FaultyDisk { SkipsFlushes = true }, segmentLength);

    private async Task AssertRefusedOrSameAsync(string file)
    {
        try
        {
            using var store = Open();
            Assert.Equal(_states[^1].State, await DescribeAsync(store, _jobs));
            foreach (var product in await store.ReadProductsAsync(_job.Id, -1, 100))
            {
                Assert.Equal($"SKU{product.Row}", product.Cells[1]);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or JobDamagedException)
        {
            Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Writes a record of each kind, the last one a save.</summary>
    private async Task WriteAsync(int segmentLength = 1_000_000)
    {
        using var store = Open(segmentLength);
        _job = await _folder.AddAsync(store, 6);
        var other = await _folder.AddAsync(store, 2);
        _jobs = [_job.Id, other.Id];
        await DoAsync(() => store.SaveAsync([Started(_job, 0), Succeeded(_job, 1)]));
        await DoAsync(() => store.SaveAsync([Failed(_job, 0), Started(_job, 2)]));
        await DoAsync(() => store.ChangeAsync(_job.Id, new JobChange.SetWebhook("https://other.example.test")));
        await DoAsync(() => store.SaveAsync([Succeeded(other, 0), Failed(other, 1)]));
        var delivery = Assert.Single(await store.ClaimDueAsync(_folder.Time.GetUtcNow(), TimeSpan.FromMinutes(1), 10, []));
        await DoAsync(() => store.SaveAttemptAsync(
            delivery, new WebhookAttempt(WebhookState.Pending, 500, "later", _folder.Time.GetUtcNow().AddMinutes(1))));
        await DoAsync(() => store.ChangeAsync(other.Id, new JobChange.RetryFailed()));
        await DoAsync(() => store.ChangeAsync(other.Id, new JobChange.Cancel()));
        await DoAsync(() => store.SaveAsync([Started(_job, 4)]));
        await DoAsync(() => store.SaveAsync([Succeeded(_job, 2), Failed(_job, 5)]));

        async Task DoAsync(Func<Task> work)
        {
            _folder.Time.Advance(TimeSpan.FromSeconds(1));
            await work();
            _states.Add((await DescribeAsync(store, _jobs), new FileInfo(_folder.LastSegment).Length));
        }
    }
}
