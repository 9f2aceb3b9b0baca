using ImageBatch.Model;
using Microsoft.Extensions.Logging;
using static ImageBatch.Testing.Outputs;

namespace ImageBatch.FileSystem.Tests;

public sealed class FileSystemImageStoreTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public async Task SaveAsync_output_is_opened_as_it_was_saved(int length)
    {
        var content = Content(1, length);
        var key = KeyOf(NewJob(), 0, content);
        await _fixture.Open().SaveAsync(key, content);
        Assert.Equal(content, await ReadAsync(_fixture.Open(), key));
        Assert.Single(_fixture.AllFiles());
    }

    [Fact]
    public async Task SaveAsync_output_lies_in_the_documented_place()
    {
        var content = Content(1);
        var job = NewJob();
        var key = KeyOf(job, 12_345, content);
        await _fixture.Open().SaveAsync(key, content);
        var expected = Path.Combine(_fixture.Images, job.ToString()[^2..], job.ToString(), "12", key.Name);
        Assert.Equal([expected], _fixture.AllFiles());
    }

    [Fact]
    public async Task SaveAsync_existing_key_is_left_as_it_is()
    {
        var key = KeyOf(NewJob(), 0, Content(1));
        var store = _fixture.Open();
        await store.SaveAsync(key, Content(1));
        await store.SaveAsync(key, Content(2));
        Assert.Equal(Content(1), await ReadAsync(store, key));
        Assert.Single(_fixture.AllFiles());
    }

    [Fact]
    public async Task SaveAsync_root_is_a_file_says_which_folder_it_cannot_write()
    {
        var file = Path.Combine(_fixture.Root, "file");
        await File.WriteAllTextAsync(file, "in the way");
        var store = _fixture.Open(rootPath: file);
        var key = KeyOf(NewJob(), 0, Content(1));
        var exception = await Assert.ThrowsAsync<IOException>(() => store.SaveAsync(key, Content(1)));
        Assert.Contains(Path.Combine(file, "images"), exception.Message, StringComparison.Ordinal);
        Assert.Null(await store.OpenAsync(key));
    }

    [Fact]
    public async Task Open_folder_that_is_a_file_is_one_line_at_the_start_and_an_error_when_it_is_read()
    {
        await File.WriteAllTextAsync(_fixture.Images, "in the way");

        var store = _fixture.Open();

        var line = Assert.Single(_fixture.Log.Collector.GetSnapshot());
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.StartsWith($"Outputs cannot be written to {_fixture.Images}: ", line.Message, StringComparison.Ordinal);
        var exception = await Assert.ThrowsAsync<IOException>(() => store.OpenAsync(KeyOf(NewJob(), 0, Content(1))));
        Assert.Contains(_fixture.Images, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_folder_that_takes_files_says_nothing_and_leaves_none()
    {
        var store = _fixture.Open();

        Assert.Empty(_fixture.Log.Collector.GetSnapshot());
        Assert.Empty(_fixture.AllFiles());
        Directory.Delete(_fixture.Images, recursive: true);
        var key = KeyOf(NewJob(), 0, Content(1));
        await store.SaveAsync(key, Content(1));
        Assert.Equal(Content(1), await ReadAsync(store, key));
    }

    [Fact]
    public async Task SaveAsync_failed_save_leaves_nothing()
    {
        var job = NewJob();
        var inTheWay = Path.Combine(_fixture.Images, job.ToString()[^2..]);
        Directory.CreateDirectory(_fixture.Images);
        await File.WriteAllTextAsync(inTheWay, "in the way");
        await Assert.ThrowsAsync<IOException>(() => _fixture.Open().SaveAsync(KeyOf(job, 0, Content(1)), Content(1)));
        Assert.Equal([inTheWay], _fixture.AllFiles());
    }

    [Fact]
    public async Task SaveAsync_cancelled_before_leaves_nothing()
    {
        var key = KeyOf(NewJob(), 0, Content(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _fixture.Open().SaveAsync(key, Content(1), new CancellationToken(canceled: true)));
        Assert.Empty(_fixture.AllFiles());
    }

    [Fact]
    public async Task SaveAsync_cancelled_meanwhile_leaves_a_whole_output_or_nothing()
    {
        var store = _fixture.Open();
        var job = NewJob();
        var content = Content(1, 500_000);
        for (var i = 0; i < 100; i++)
        {
            var key = KeyOf(job, i, content);
            using var cancellation = new CancellationTokenSource();
            var save = store.SaveAsync(key, content, cancellation.Token);
            for (var spin = 0; spin < i; spin++)
            {
                await Task.Yield();
            }

            await cancellation.CancelAsync();
            var saved = await Record.ExceptionAsync(() => save) is null;
            Assert.Equal(saved ? content : null, await ReadAsync(store, key));
            Assert.Empty(Directory.Exists(_fixture.Temporary) ? Directory.GetFileSystemEntries(_fixture.Temporary) : []);
        }
    }

    [Fact]
    public async Task OpenAsync_unknown_output_is_null()
    {
        var store = _fixture.Open();
        var job = NewJob();
        var key = KeyOf(job, 0, Content(1));
        Assert.Null(await store.OpenAsync(key));
        await store.SaveAsync(key, Content(1));
        Assert.Null(await store.OpenAsync(KeyOf(job, 1, Content(1))));
        Assert.Null(await store.OpenAsync(KeyOf(NewJob(), 0, Content(1))));
    }

    [Fact]
    public async Task OpenAsync_key_that_names_nothing_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _fixture.Open().OpenAsync(default));
    }

    [Fact]
    public async Task DeleteJobAsync_deletes_one_job_and_can_be_repeated()
    {
        var store = _fixture.Open();
        var (deleted, kept) = (NewJob(), NewJob());
        for (var index = 0; index < 3_000; index += 500)
        {
            await store.SaveAsync(KeyOf(deleted, index, Content(index)), Content(index));
        }

        await store.SaveAsync(KeyOf(kept, 0, Content(1)), Content(1));
        await store.DeleteJobAsync(deleted);
        await store.DeleteJobAsync(deleted);
        Assert.Null(await store.OpenAsync(KeyOf(deleted, 500, Content(500))));
        Assert.Equal(Content(1), await ReadAsync(store, KeyOf(kept, 0, Content(1))));
        Assert.Single(_fixture.AllFiles());
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Temporary));
    }

    [Fact]
    public async Task DeleteJobAsync_unknown_job_touches_nothing()
    {
        await _fixture.Open().DeleteJobAsync(NewJob());
        Assert.Empty(_fixture.AllFiles());
    }

    [Fact]
    public async Task DeleteJobAsync_open_output_is_read_to_its_end()
    {
        var store = _fixture.Open();
        var content = Content(1, 1_000_000);
        var key = KeyOf(NewJob(), 0, content);
        await store.SaveAsync(key, content);
        await using var image = await store.OpenAsync(key);
        await store.DeleteJobAsync(key.Job);
        var read = new byte[content.Length];
        await image!.Content.ReadExactlyAsync(read);
        Assert.Equal(content, read);
    }

    [Fact]
    public async Task SaveAsync_after_a_delete_makes_the_job_anew()
    {
        var store = _fixture.Open();
        var key = KeyOf(NewJob(), 0, Content(1));
        await store.SaveAsync(key, Content(1));
        await store.DeleteJobAsync(key.Job);
        await store.SaveAsync(key, Content(1));
        Assert.Equal(Content(1), await ReadAsync(store, key));
    }

    [Fact]
    public void GetPublicUrl_without_a_base_is_null() =>
        Assert.Null(_fixture.Open().GetPublicUrl(KeyOf(NewJob(), 0, Content(1))));

    [Theory]
    [InlineData("https://cdn.example.com/images")]
    [InlineData("https://cdn.example.com/images/")]
    public async Task GetPublicUrl_with_a_base_is_the_path_below_the_images_folder(string publicBaseUrl)
    {
        var store = _fixture.Open(publicBaseUrl);
        var key = KeyOf(NewJob(), 2_017, Content(1));
        await store.SaveAsync(key, Content(1));
        var path = Path.GetRelativePath(_fixture.Images, _fixture.AllFiles().Single()).Replace('\\', '/');
        Assert.Equal($"https://cdn.example.com/images/{path}", store.GetPublicUrl(key)!.AbsoluteUri);
    }

    [Fact]
    public async Task SaveAsync_every_key_stays_below_the_images_folder()
    {
        var store = _fixture.Open();
        // The longest name that there is; that no other form is a key is OutputKey's to say.
        Assert.True(OutputKey.TryCreate(default, "999999999-" + new string('f', 32) + ".avif", out var key));
        await store.SaveAsync(key, Content(1));
        Assert.All(_fixture.AllFiles(), file => Assert.StartsWith(_fixture.Images + Path.DirectorySeparatorChar, file, StringComparison.Ordinal));
        Assert.Equal(["images"], Directory.GetFileSystemEntries(_fixture.Root).Select(Path.GetFileName));
    }
}
