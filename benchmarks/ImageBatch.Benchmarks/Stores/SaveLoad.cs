using System.Diagnostics;
using System.Globalization;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>
/// What the engine asks of a job store while it works, and nothing else: one call after the other, each with the starts
/// of some images and the results of those before them.
/// </summary>
internal static class SaveLoad
{
    /// <summary>Events of a call, as many as the engine's default: half of them starts, half of them results.</summary>
    public const int BatchSize = 256;

    private const int PageSize = 1_000;

    public static async Task<JobId> AddAsync(IJobStore store, int images)
    {
        var id = JobId.New(TimeProvider.System.GetUtcNow());
        var definition = new JobDefinition
        {
            Options = new CompressionOptions(),
            Header = ["Serial Number", "Product Name", "Input Image Urls"],
            Delimiter = ',',
            Products = images,
            Images = images,
            BodyHash = "",
        };
        await store.AddAsync(id, null, MakePages(images), _ => Task.FromResult(new JobSeal(definition, null)));
        return id;
    }

    /// <summary>The batches that bring all images of a job from pending to succeeded.</summary>
    public static IEnumerable<IReadOnlyList<ImageEvent>> MakeBatches(JobId job, int images)
    {
        const int Half = BatchSize / 2;
        for (var first = 0; first < images + Half; first += Half)
        {
            var batch = new List<ImageEvent>(BatchSize);
            for (var i = Math.Max(0, first - Half); i < Math.Min(images, first); i++)
            {
                batch.Add(new ImageSucceeded(
                    new ImageKey(job, i, 1), new ImageOutput(NameOf(i), BytesIn: 100_000 + i, BytesOut: 40_000 + i, Unchanged: false)));
            }

            for (var i = first; i < Math.Min(images, first + Half); i++)
            {
                batch.Add(new ImageStarted(new ImageKey(job, i, 1), Guid.CreateVersion7()));
            }

            yield return batch;
        }
    }

    public static async Task<StoreRun> RunAsync(IJobStore store, int images)
    {
        var id = await AddAsync(store, images);
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        foreach (var batch in MakeBatches(id, images))
        {
            await store.SaveAsync(batch);
        }

        var run = new StoreRun(
            images, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor, Flushes: 0);
        var job = await store.FindAsync(id);
        await store.DeleteAsync(id);
        return job is { IsFinished: true } && job.Images.Succeeded == images
            ? run
            : throw new InvalidOperationException($"{job?.Images.Succeeded} of {images} images succeeded.");
    }

    private static string NameOf(int image) =>
        string.Create(CultureInfo.InvariantCulture, $"{image}-0123456789abcdef0123456789abcdef.jpg");

    private static async IAsyncEnumerable<IReadOnlyList<Product>> MakePages(int images)
    {
        for (var first = 0; first < images; first += PageSize)
        {
            yield return [.. Enumerable.Range(first, Math.Min(PageSize, images - first)).Select(MakeProduct)];
        }

        await Task.CompletedTask;
    }

    private static Product MakeProduct(int row)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"https://images.example.com/products/{row}.jpg");
        var (serial, name) = (row.ToString(CultureInfo.InvariantCulture), $"Product {row}");
        return new Product
        {
            Row = row,
            SerialNumber = serial,
            Name = name,
            Cells = [serial, name, url],
            FirstImage = row,
            Images = [new ProductImage(url)],
        };
    }
}
