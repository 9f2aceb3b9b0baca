using ImageBatch.Testing;
using Microsoft.Extensions.Options;
using static ImageBatch.Testing.Outputs;

namespace ImageBatch.S3.Tests;

/// <summary>Counts what the whole process allocates, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    private const int Length = 25 * 1024 * 1024;

    [Fact]
    public async Task SaveAsync_and_OpenAsync_large_output_take_no_copy_of_it()
    {
        var bucket = $"bucket-{Guid.NewGuid():N}";
        await S3Server.Shared.CreateBucketAsync(bucket);
        using var store = new S3ImageStore(
            Options.Create(new S3ImageStoreOptions
            {
                Bucket = bucket,
                ServiceUrl = S3Server.Shared.Url.AbsoluteUri,
                ForcePathStyle = true,
                AccessKey = S3Server.AccessKey,
                SecretKey = "secret",
            }),
            TimeProvider.System);
        await store.SaveAsync(KeyOf(NewJob(), 0, Content(1)), Content(1));
        var content = Content(2, Length);
        var key = KeyOf(NewJob(), 0, content);

        var saved = await AllocatedAsync(() => store.SaveAsync(key, content));
        var opened = await AllocatedAsync(async () =>
        {
            await using var image = await store.OpenAsync(key);
            await image!.Content.CopyToAsync(Stream.Null);
            Assert.Equal(Length, image.Length);
        });

        Assert.InRange(saved, 1, Length / 5);
        Assert.InRange(opened, 1, Length / 5);
    }

    private static async Task<long> AllocatedAsync(Func<Task> act)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await act();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
