using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.InMemory.Tests;

[CollectionDefinition(DisableParallelization = true)]
public sealed class MeasuresMemory;

/// <summary>Runs alone, since it measures the memory of the whole process.</summary>
[Collection(typeof(MeasuresMemory))]
public sealed class LargeJobTests
{
    private const int Images = 1_000_000;
    private const int BytesAnImage = 120;

    // Shared by all rows, so that what is measured is the store and not the strings.
    private static readonly string[] Cells = ["1", "SKU", "https://images.example.test/1.jpg"];
    private static readonly ImageOutput Output = new("1-9f86d081884c7d659a2feaa0c55ad015.jpg", 2, 1, false);

    [Fact]
    public async Task AddAsync_a_million_images_takes_few_bytes_an_image()
    {
        var token = TestContext.Current.CancellationToken;
        var store = new InMemoryJobStore(new FakeTimeProvider());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var added = await store.AddAsync(JobId.New(DateTimeOffset.UnixEpoch), null, PagesAsync(), _ => Task.FromResult(Seal()), token);
        var job = added.Job!;

        AssertSmall(before);

        for (var first = 0; first < Images; first += 1_000)
        {
            await store.SaveAsync(
                [.. Enumerable.Range(first, 1_000).SelectMany<int, ImageEvent>(index =>
                    [new ImageStarted(new ImageKey(job.Id, index, 1), Guid.NewGuid()), new ImageSucceeded(new ImageKey(job.Id, index, 1), Output)])],
                token);
        }

        AssertSmall(before);
        var finished = await store.FindAsync(job.Id, token);
        Assert.Equal((JobStatus.Completed, Images), (finished!.Status, finished.Images.Succeeded));
        var last = Assert.Single(await store.ReadImagesAsync(job.Id, ImageStatus.Succeeded, Images - 2, 10, token));
        Assert.Equal((Images - 1, (Images - 1) / 2), (last.Index, last.Row));
        GC.KeepAlive(store);
    }

    private static void AssertSmall(long before)
    {
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(used, 1, (long)BytesAnImage * Images);
        TestContext.Current.SendDiagnosticMessage($"{(double)used / Images:F0} bytes an image");
    }

    private static async IAsyncEnumerable<IReadOnlyList<Product>> PagesAsync()
    {
        for (var row = 0; row < Images / 2; row += 1_000)
        {
            await Task.Yield();
            yield return [.. Enumerable.Range(row, 1_000).Select(Row)];
        }
    }

    private static Product Row(int row) => new()
    {
        Row = row,
        SerialNumber = Cells[0],
        Name = Cells[1],
        Cells = Cells,
        FirstImage = row * 2,
        Images = [new ProductImage(Cells[2]), new ProductImage(Cells[2])],
    };

    private static JobSeal Seal() => new(
        new JobDefinition
        {
            Options = new CompressionOptions(),
            Header = ["Serial Number", "Product Name", "Input Image Urls"],
            Delimiter = ',',
            Products = Images / 2,
            Images = Images,
            BodyHash = "",
        },
        null);
}
