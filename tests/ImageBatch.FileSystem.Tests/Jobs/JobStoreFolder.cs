using ImageBatch.FileSystem.Jobs;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.FileSystem.Tests.Jobs;

/// <summary>A fresh folder, stores on it, and short ways to fill them.</summary>
public sealed class JobStoreFolder : IDisposable
{
    private readonly List<FileSystemJobStore> _opened = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("imagebatch-").FullName;

    public FakeTimeProvider Time { get; } = new();

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
        store.AddAsync(id, key, SampleJobs.PagesAsync(images), _ => Task.FromResult(SampleJobs.Seal(images)));

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
}
