using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests that an image store gives outputs back as they were saved, and shows whole ones only.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class ImageStoreConformance<TFixture> : ConformanceSuite<TFixture>
    where TFixture : ImageStoreFixture, new()
{
    private const int Large = 5 * 1024 * 1024;

    private readonly JobId _job;

    /// <summary>Makes the job of the outputs.</summary>
    protected ImageStoreConformance() => _job = NewJob();

    /// <summary>The store under test.</summary>
    protected IImageStore Images => Fixture.Images;

    /// <summary>A store that works says so where it can be asked. One that cannot be asked has nothing to prove.</summary>
    [Fact]
    public virtual Task ProbeAsync_of_a_store_that_works_ends() => Images is IStoreProbe probe ? probe.ProbeAsync(Token) : Task.CompletedTask;

    /// <summary>An output comes back as it was saved, with its length.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4_096)]
    [InlineData(100_001)]
    [InlineData(Large)]
    public virtual async Task OpenAsync_saved_output_gives_its_content(int length)
    {
        var content = Content(1, length);
        var key = Key(0, content);
        await Images.SaveAsync(key, content, Token);

        await AssertContentAsync(key, content);
    }

    /// <summary>Every format has its place.</summary>
    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Gif)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Bmp)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Avif)]
    public virtual async Task OpenAsync_output_of_any_format_gives_its_content(ImageFormat format)
    {
        var content = Content((int)format, 1_000);
        var key = OutputKey.Create(_job, 999_999, content, format);
        await Images.SaveAsync(key, content, Token);

        await AssertContentAsync(key, content);
    }

    /// <summary>The shortest and the longest names there are have a place of their own each, and go with their job.</summary>
    [Fact]
    public virtual async Task SaveAsync_extreme_keys_lie_apart()
    {
        var outputs = new Dictionary<OutputKey, byte[]>();
        foreach (var index in (int[])[0, 1, 9, 10, 11, 999, 1_000, 1_001, 99_999_999, 999_999_999])
        {
            var content = Content(index, 1_000);
            outputs.Add(OutputKey.Create(_job, index, content, ImageFormat.Jpeg), content);
            outputs.Add(OutputKey.Create(_job, index, content, ImageFormat.Tiff), content);
        }

        foreach (var (key, content) in outputs)
        {
            await Images.SaveAsync(key, content, Token);
        }

        foreach (var (key, content) in outputs)
        {
            await AssertContentAsync(key, content);
        }

        await Images.DeleteJobAsync(_job, Token);
        foreach (var key in outputs.Keys)
        {
            Assert.Null(await Images.OpenAsync(key, Token));
        }
    }

    /// <summary>A well-formed name that someone made up opens nothing, whatever was saved beside it.</summary>
    [Fact]
    public virtual async Task OpenAsync_made_up_name_gives_null()
    {
        var content = Content(1, 100);
        var saved = Key(12, content);
        await Images.SaveAsync(saved, content, Token);
        var hash = saved.Name[3..35];
        string[] names = [$"1-{hash}.jpg", $"2-{hash}.jpg", $"12-{hash}.png", $"120-{hash}.jpg", $"12-{new string('0', 32)}.jpg", $"12-{hash[1..]}0.jpg"];
        foreach (var name in names)
        {
            Assert.True(OutputKey.TryCreate(_job, name, out var key));
            Assert.Null(await Images.OpenAsync(key, Token));
        }

        Assert.True(OutputKey.TryCreate(default, saved.Name, out var elsewhere));
        Assert.Null(await Images.OpenAsync(elsewhere, Token));
    }

    /// <summary>What was not saved is null, in a job that has outputs and in one that has none.</summary>
    [Fact]
    public virtual async Task OpenAsync_missing_output_gives_null()
    {
        var content = Content(1, 100);
        Assert.Null(await Images.OpenAsync(Key(0, content), Token));
        await Images.SaveAsync(Key(0, content), content, Token);

        Assert.Null(await Images.OpenAsync(Key(1, content), Token));
        Assert.Null(await Images.OpenAsync(Key(0, Content(2, 100)), Token));
        Assert.Null(await Images.OpenAsync(OutputKey.Create(NewJob(), 0, content, ImageFormat.Jpeg), Token));
    }

    /// <summary>An output can be read by several at once, each from its beginning.</summary>
    [Fact]
    public virtual async Task OpenAsync_twice_gives_streams_of_their_own()
    {
        var content = Content(1, 50_000);
        var key = Key(0, content);
        await Images.SaveAsync(key, content, Token);
        await using var first = await Images.OpenAsync(key, Token);
        await first!.Content.ReadExactlyAsync(new byte[10_000], Token);

        await AssertContentAsync(key, content);
        var rest = new byte[40_000];
        await first.Content.ReadExactlyAsync(rest, Token);
        Assert.Equal(content[10_000..], rest);
    }

    /// <summary>The caller's memory is its own again when the call returns.</summary>
    [Fact]
    public virtual async Task SaveAsync_memory_that_changes_later_does_not_change_the_output()
    {
        var content = Content(1, 10_000);
        var key = Key(0, content);
        var memory = content.ToArray();
        await Images.SaveAsync(key, memory, Token);
        memory.AsSpan().Clear();

        await AssertContentAsync(key, content);
    }

    /// <summary>A part of a larger buffer is saved as that part.</summary>
    [Fact]
    public virtual async Task SaveAsync_slice_saves_the_slice()
    {
        var buffer = Content(1, 10_000);
        var content = buffer[100..9_000];
        var key = Key(0, content);
        await Images.SaveAsync(key, buffer.AsMemory(100, 8_900), Token);

        await AssertContentAsync(key, content);
    }

    /// <summary>Saving again changes nothing.</summary>
    [Fact]
    public virtual async Task SaveAsync_same_output_again_changes_nothing()
    {
        var content = Content(1, 10_000);
        var key = Key(0, content);
        await Images.SaveAsync(key, content, Token);
        await using var open = await Images.OpenAsync(key, Token);
        await Images.SaveAsync(key, content, Token);

        await AssertContentAsync(key, content);
    }

    /// <summary>Two outputs of one image lie beside each other, and so do equal outputs of two jobs.</summary>
    [Fact]
    public virtual async Task SaveAsync_outputs_of_other_keys_do_not_mix()
    {
        var contents = new[] { Content(1, 1_000), Content(2, 1_000) };
        var other = NewJob();
        foreach (var content in contents)
        {
            await Images.SaveAsync(Key(0, content), content, Token);
            await Images.SaveAsync(Key(1, content), content, Token);
        }

        await Images.SaveAsync(OutputKey.Create(other, 0, contents[0], ImageFormat.Jpeg), contents[0], Token);

        foreach (var content in contents)
        {
            await AssertContentAsync(Key(0, content), content);
            await AssertContentAsync(Key(1, content), content);
        }

        Assert.Null(await Images.OpenAsync(OutputKey.Create(other, 0, contents[1], ImageFormat.Jpeg), Token));
    }

    /// <summary>Savers of one key, and of many, do not get in each other's way.</summary>
    [Fact]
    public virtual async Task SaveAsync_many_at_once_saves_each()
    {
        var contents = Enumerable.Range(0, 16).Select(seed => Content(seed, 20_000)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var index = 0; index < contents.Length; index++)
            {
                await Images.SaveAsync(Key(index, contents[index]), contents[index], Token);
            }
        })));

        for (var index = 0; index < contents.Length; index++)
        {
            await AssertContentAsync(Key(index, contents[index]), contents[index]);
        }
    }

    /// <summary>Who opens an output while it is saved gets all of it or null.</summary>
    [Fact]
    public virtual async Task OpenAsync_during_a_save_gives_the_whole_or_null()
    {
        var content = Content(1, Large);
        var key = Key(0, content);
        var saving = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Images.SaveAsync(key, content, Token))));
        do
        {
            await using var open = await Images.OpenAsync(key, Token);
            if (open is not null)
            {
                Assert.Equal(Large, open.Length);
                Assert.Equal(content, await ReadAsync(open));
            }
        }
        while (!saving.IsCompleted);

        await saving;
        await AssertContentAsync(key, content);
    }

    /// <summary>A cancelled save leaves nothing visible, and can be repeated.</summary>
    [Fact]
    public virtual async Task SaveAsync_cancelled_leaves_nothing()
    {
        var content = Content(1, Large);
        var key = Key(0, content);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Images.SaveAsync(key, content, new CancellationToken(canceled: true)));
        Assert.Null(await Images.OpenAsync(key, Token));

        await Images.SaveAsync(key, content, Token);
        await AssertContentAsync(key, content);
    }

    /// <summary>A save that is cancelled on its way has saved the whole or nothing.</summary>
    [Fact]
    public virtual async Task SaveAsync_cancelled_on_its_way_leaves_the_whole_or_nothing()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var content = Content(attempt, Large);
            var key = Key(attempt, content);
            var saving = Task.Run(() => Images.SaveAsync(key, content, cancellation.Token), Token);
            await Task.Yield();
            await cancellation.CancelAsync();
            await ((Task)saving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            await using var open = await Images.OpenAsync(key, Token);
            Assert.True(open is not null || saving.IsCanceled || saving.IsFaulted);
            Assert.Equal(content, open is null ? content : await ReadAsync(open));
        }
    }

    /// <summary>Deleting a job deletes its outputs and no others.</summary>
    [Fact]
    public virtual async Task DeleteJobAsync_deletes_the_outputs_of_that_job()
    {
        var content = Content(1, 1_000);
        var kept = OutputKey.Create(NewJob(), 0, content, ImageFormat.Jpeg);
        await Images.SaveAsync(kept, content, Token);
        for (var index = 0; index < 20; index++)
        {
            await Images.SaveAsync(Key(index, content), content, Token);
        }

        await Images.DeleteJobAsync(_job, Token);

        for (var index = 0; index < 20; index++)
        {
            Assert.Null(await Images.OpenAsync(Key(index, content), Token));
        }

        await AssertContentAsync(kept, content);
    }

    /// <summary>Deleting what does not exist, or no longer, does nothing.</summary>
    [Fact]
    public virtual async Task DeleteJobAsync_unknown_job_does_nothing()
    {
        await Images.DeleteJobAsync(_job, Token);
        await Images.SaveAsync(Key(0, Content(1, 10)), Content(1, 10), Token);
        await Images.DeleteJobAsync(NewJob(), Token);
        await AssertContentAsync(Key(0, Content(1, 10)), Content(1, 10));

        await Images.DeleteJobAsync(_job, Token);
        await Images.DeleteJobAsync(_job, Token);
    }

    /// <summary>A late output of a deleted job can be saved, and deleted again.</summary>
    [Fact]
    public virtual async Task SaveAsync_after_the_job_was_deleted_saves()
    {
        var content = Content(1, 1_000);
        await Images.SaveAsync(Key(0, content), content, Token);
        await Images.DeleteJobAsync(_job, Token);

        await Images.SaveAsync(Key(0, content), content, Token);
        await AssertContentAsync(Key(0, content), content);

        await Images.DeleteJobAsync(_job, Token);
        Assert.Null(await Images.OpenAsync(Key(0, content), Token));
    }

    /// <summary>A public URL is absolute and always the same; a store has one for all outputs or for none.</summary>
    [Fact]
    public virtual void GetPublicUrl_is_absolute_and_stable_or_null()
    {
        var first = Images.GetPublicUrl(Key(0, Content(1, 10)));
        var second = Images.GetPublicUrl(Key(1, Content(2, 10)));

        Assert.Equal(first, Images.GetPublicUrl(Key(0, Content(1, 10))));
        Assert.Equal(first is null, second is null);
        Assert.True(first is null || (first.IsAbsoluteUri && first != second));
    }

    private async Task AssertContentAsync(OutputKey key, byte[] expected)
    {
        await using var open = await Images.OpenAsync(key, Token);
        Assert.NotNull(open);
        Assert.Equal(expected.Length, open.Length);
        Assert.Equal(expected, await ReadAsync(open));
    }

    private async Task<byte[]> ReadAsync(StoredImage image)
    {
        Assert.True(image.Content.CanRead);
        using var copy = new MemoryStream();
        await image.Content.CopyToAsync(copy, Token);
        return copy.ToArray();
    }

    private OutputKey Key(int index, byte[] content) => OutputKey.Create(_job, index, content, ImageFormat.Jpeg);

    private JobId NewJob() => JobId.New(Fixture.Time.GetUtcNow());

    private static byte[] Content(int seed, int length)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }
}
