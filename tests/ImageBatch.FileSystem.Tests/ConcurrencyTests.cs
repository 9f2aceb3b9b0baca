using static ImageBatch.Testing.Outputs;

namespace ImageBatch.FileSystem.Tests;

public sealed class ConcurrencyTests : IDisposable
{
    private const int Writers = 8;
    private const int Rounds = 25;
    private const int Length = 300_000;

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task OpenAsync_while_eight_writers_save_the_same_keys_sees_whole_outputs_only()
    {
        var job = NewJob();
        var content = Content(1, Length);
        var keys = Enumerable.Range(0, Rounds).Select(i => KeyOf(job, i, content)).ToArray();
        var seen = await ReadWhileAsync(
            Enumerable.Range(0, Writers).Select(_ => WriteAsync(_fixture.Open(), keys, content)),
            keys,
            content);
        Assert.True(seen > 0);
        Assert.Equal(Rounds, _fixture.AllFiles().Length);
    }

    [Fact]
    public async Task OpenAsync_while_eight_writers_save_different_keys_sees_whole_outputs_only()
    {
        var job = NewJob();
        var store = _fixture.Open();
        var content = Content(1, Length);
        var keys = Enumerable.Range(0, Writers * Rounds).Select(i => KeyOf(job, i * 100, content)).ToArray();
        var seen = await ReadWhileAsync(
            Enumerable.Range(0, Writers).Select(w => WriteAsync(store, keys[(w * Rounds)..((w + 1) * Rounds)], content)),
            keys,
            content);
        Assert.True(seen > 0);
        Assert.Equal(Writers * Rounds, _fixture.AllFiles().Length);
    }

    [Fact]
    public async Task DeleteJobAsync_while_others_save_and_delete_never_fails_and_leaves_whole_outputs_only()
    {
        var job = NewJob();
        var store = _fixture.Open();
        var content = Content(1, 20_000);
        var keys = Enumerable.Range(0, 60).Select(i => KeyOf(job, i * 100, content)).ToArray();
        var writers = Enumerable.Range(0, 4).Select(_ => WriteAsync(store, keys, content)).ToArray();
        var saving = Task.WhenAll(writers);
        var deleters = Enumerable.Range(0, 2).Select(async _ =>
        {
            while (!saving.IsCompleted)
            {
                await store.DeleteJobAsync(job);
                await Task.Yield();
            }
        }).ToArray();
        await Task.WhenAll([saving, .. deleters]);
        foreach (var key in keys)
        {
            Assert.True((await ReadAsync(store, key))?.SequenceEqual(content) ?? true);
        }

        await store.DeleteJobAsync(job);
        Assert.Empty(_fixture.AllFiles());
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Temporary));
    }

    private static async Task WriteAsync(Ports.IImageStore store, Model.OutputKey[] keys, byte[] content)
    {
        foreach (var key in keys)
        {
            await store.SaveAsync(key, content);
        }
    }

    /// <summary>Reads all keys again and again until the writers are done, and once more; answers how many were there.</summary>
    private async Task<int> ReadWhileAsync(IEnumerable<Task> writers, Model.OutputKey[] keys, byte[] content)
    {
        var store = _fixture.Open();
        var writing = Task.WhenAll(writers);
        var seen = 0;
        bool done;
        do
        {
            done = writing.IsCompleted;
            foreach (var key in keys)
            {
                if (await ReadAsync(store, key) is { } read)
                {
                    Assert.True(read.AsSpan().SequenceEqual(content), "A partial output was visible.");
                    seen++;
                }
            }
        }
        while (!done);

        await writing;
        return seen;
    }
}
