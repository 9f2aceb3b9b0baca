using static ImageBatch.Testing.Outputs;

namespace ImageBatch.FileSystem.Tests;

/// <summary>What a process leaves that is killed in the middle of a save or a deletion.</summary>
public sealed class StaleFileTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task SaveAsync_first_removes_temporary_files_older_than_an_hour()
    {
        var old = Leave("old.tmp", TimeSpan.FromMinutes(61));
        var young = Leave("young.tmp", TimeSpan.FromMinutes(59));
        var foreign = Leave("notes.txt", TimeSpan.FromDays(9));
        await SaveAsync();
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public async Task SaveAsync_first_finishes_deletions_that_were_cut_off()
    {
        var folder = Path.Combine(_fixture.Temporary, "half.deleted", "3");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "output.jpg"), Content(1));
        await SaveAsync();
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Temporary));
    }

    [Fact]
    public async Task SaveAsync_later_leaves_the_files_of_running_saves_alone()
    {
        var store = _fixture.Open();
        await store.SaveAsync(KeyOf(NewJob(), 0, Content(1)), Content(1));
        var file = Leave("running.tmp", TimeSpan.FromHours(2));
        await store.SaveAsync(KeyOf(NewJob(), 0, Content(2)), Content(2));
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task SaveAsync_killed_before_its_rename_has_left_nothing_visible_and_is_repeated()
    {
        var content = Content(1);
        var key = KeyOf(NewJob(), 0, content);
        Leave("half.tmp", TimeSpan.Zero, content[..5_000]);
        var store = _fixture.Open();
        Assert.Null(await store.OpenAsync(key));
        await store.SaveAsync(key, content);
        Assert.Equal(content, await ReadAsync(store, key));
    }

    private string Leave(string name, TimeSpan age, byte[]? content = null)
    {
        Directory.CreateDirectory(_fixture.Temporary);
        var path = Path.Combine(_fixture.Temporary, name);
        File.WriteAllBytes(path, content ?? Content(1));
        File.SetLastWriteTimeUtc(path, _fixture.Clock.GetUtcNow().UtcDateTime - age);
        return path;
    }

    private Task SaveAsync() => _fixture.Open().SaveAsync(KeyOf(NewJob(), 0, Content(1)), Content(1));
}
