using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that outputs are there after a durable image store was dropped and opened again.</summary>
/// <typeparam name="TFixture">Makes the store, and opens it again.</typeparam>
public abstract class ImageStoreDurabilityConformance<TFixture> : ConformanceSuite<TFixture>
    where TFixture : ImageStoreFixture, IReopenable, new()
{
    /// <summary>What was saved is there, what was deleted is not.</summary>
    [Fact]
    public virtual async Task Reopening_brings_outputs_back()
    {
        byte[] content = [.. Enumerable.Range(0, 1_000).Select(i => (byte)i)];
        var kept = OutputKey.Create(JobId.New(Fixture.Time.GetUtcNow()), 0, content, ImageFormat.Png);
        var deleted = OutputKey.Create(JobId.New(Fixture.Time.GetUtcNow()), 0, content, ImageFormat.Png);
        await Fixture.Images.SaveAsync(kept, content, Token);
        await Fixture.Images.SaveAsync(deleted, content, Token);
        await Fixture.Images.DeleteJobAsync(deleted.Job, Token);

        await Fixture.ReopenAsync();

        await using var open = await Fixture.Images.OpenAsync(kept, Token);
        var read = new byte[1_000];
        await open!.Content.ReadExactlyAsync(read, Token);
        Assert.Equal(content, read);
        Assert.Null(await Fixture.Images.OpenAsync(deleted, Token));
    }
}
