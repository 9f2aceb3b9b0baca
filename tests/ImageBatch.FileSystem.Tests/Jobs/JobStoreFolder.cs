using ImageBatch.Conformance;
using ImageBatch.FileSystem.Jobs;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageBatch.FileSystem.Tests.Jobs;

/// <summary>A fresh folder, stores on it, and short ways to fill them.</summary>
public sealed class JobStoreFolder : IDisposable
{
    public const string Webhook = "https://hooks.example.test/done";

    private readonly List<FileSystemJobStore> _opened = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("imagebatch-").FullName;

    public ManualTimeProvider Time { get; } = new();

    public string Journal => Path.Combine(Root, "jobs", ".journal");

    public string LastSegment => Directory.GetFiles(Journal).Order(StringComparer.Ordinal).Last();

    public string FolderOf(JobId job) => Path.Combine(Root, "jobs", job.ToString()[^2..], job.ToString());

    internal FileSystemJobStore Open(Disk? disk = null, int segmentLength = 1_000_000, string? root = null)
    {
        var store = new FileSystemJobStore(root ?? Root, Time, NullLogger.Instance, disk ?? new Disk(), segmentLength);
        _opened.Add(store);
        return store;
    }

    public static Task<AddJobResult> AddAsync(IJobStore store, JobId id, int images, string? key = null) =>
        store.AddAsync(id, key, PagesAsync(images), _ => Task.FromResult(Seal(images)));

    public async Task<Job> AddAsync(IJobStore store, int images) =>
        (await AddAsync(store, JobId.New(Time.GetUtcNow()), images)).Job!;

    public static ImageSucceeded Succeeded(Job job, int index) =>
        new(new ImageKey(job.Id, index, job.Run), new ImageOutput($"{index}-{job.Run:x32}.jpg", 1_000 + index, 100 + index, index % 2 == 0));

    public static ImageFailed Failed(Job job, int index) =>
        new(new ImageKey(job.Id, index, job.Run), new ImageError(ImageErrorCodes.DownloadStatus, $"Image {index}, run {job.Run}."));

    public static ImageStarted Started(Job job, int index) => new(new ImageKey(job.Id, index, job.Run), Guid.NewGuid());

    /// <summary>All there is to say of a store's jobs, to be compared.</summary>
    public static async Task<string> DescribeAsync(IJobStore store, params JobId[] jobs)
    {
        var lines = new List<string>();
        foreach (var id in jobs)
        {
            var job = await store.FindAsync(id);
            lines.Add(job is null ? $"no {id}" : $"{job with { Definition = null! }}");
            var run = job?.Run ?? 1;
            var images = await store.ReadImagesAsync(id, null, -1, 10_000);
            lines.AddRange(images.Select(image => $"{image}"));
            var works = await store.LoadAsync([.. images.Select(image => new ImageKey(id, image.Index, run))]);
            lines.AddRange(works.OrderBy(work => work.Key.Index).Select(work => $"{work}"));
        }

        return string.Join('\n', lines);
    }

    /// <summary>Copies the folder as it would be found if the process ended now.</summary>
    public string CopyTo(string name)
    {
        var copy = Path.Combine(Root, name);
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "jobs"), "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) != ".lock")
            {
                var target = Path.Combine(copy, Path.GetRelativePath(Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target, overwrite: true);
            }
        }

        return copy;
    }

    public void Dispose()
    {
        _opened.ForEach(store => store.Dispose());
        Directory.Delete(Root, recursive: true);
    }

    public static async IAsyncEnumerable<IReadOnlyList<Product>> PagesAsync(int images)
    {
        for (var row = 0; row < images; row += 1_000)
        {
            await Task.Yield();
            yield return [.. Enumerable.Range(row, Math.Min(1_000, images - row)).Select(Row)];
        }
    }

    public static JobSeal Seal(int images) => new(
        new JobDefinition
        {
            Options = new CompressionOptions(),
            Header = ["Serial Number", "Product Name", "Input Image Urls"],
            Delimiter = ',',
            Products = images,
            Images = images,
            BodyHash = "",
        },
        Webhook);

    private static Product Row(int row) => new()
    {
        Row = row,
        SerialNumber = $"{row + 1}",
        Name = $"SKU{row}",
        Cells = [$"{row + 1}", $"SKU{row}", $"https://images.example.test/{row}.jpg"],
        FirstImage = row,
        Images = [new ProductImage($"https://images.example.test/{row}.jpg")],
    };
}
