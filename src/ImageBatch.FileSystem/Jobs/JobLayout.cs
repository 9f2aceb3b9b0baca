using System.Globalization;
using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// Where the job store keeps what it keeps: <c>jobs/&lt;last two digits of the job id&gt;/&lt;job id&gt;/</c>, and beside
/// the jobs the journal, the lock and what is not whole yet. See the README.
/// </summary>
internal sealed class JobLayout
{
    public const string JobFile = "job";
    public const string RowsFile = "rows";
    public const string StateFile = "state";

    private const string ResultsPrefix = "results-";
    private const string SegmentExtension = ".log";

    /// <param name="rootPath">The configured root; relative to the current directory.</param>
    public JobLayout(string rootPath)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(rootPath));
        Jobs = Path.Combine(Root, "jobs");
        Temporary = Path.Combine(Jobs, ".tmp");
        Journal = Path.Combine(Jobs, ".journal");
        Lock = Path.Combine(Jobs, ".lock");
    }

    public string Root { get; }

    public string Jobs { get; }

    /// <summary>On the volume of the jobs, so that a rename moves a folder to its place.</summary>
    public string Temporary { get; }

    public string Journal { get; }

    public string Lock { get; }

    public string FolderOf(JobId job) => Path.Combine(Jobs, job.ToString()[^2..], job.ToString());

    public string RowsOf(JobId job) => Path.Combine(FolderOf(job), RowsFile);

    public string StateOf(JobId job) => Path.Combine(FolderOf(job), StateFile);

    /// <summary>The results of a job that left the journal; each time they do, under the next number.</summary>
    public string ResultsOf(JobId job, int generation) =>
        Path.Combine(FolderOf(job), string.Create(CultureInfo.InvariantCulture, $"{ResultsPrefix}{generation}"));

    public string BodyOf(JobId job, int run) =>
        Path.Combine(FolderOf(job), string.Create(CultureInfo.InvariantCulture, $"webhook-{run}"));

    public string SegmentOf(int segment) =>
        Path.Combine(Journal, segment.ToString("D8", CultureInfo.InvariantCulture) + SegmentExtension);

    public string NewTemporaryFolder() => Path.Combine(Temporary, $"{Guid.NewGuid():N}");

    public string NewTemporaryFile() => NewTemporaryFolder() + WholeFile.TemporaryExtension;

    /// <summary>The segments of the journal that are there, in order.</summary>
    public List<int> Segments() => [.. Directory.EnumerateFiles(Journal, "*" + SegmentExtension)
        .Select(path => int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var segment) ? segment : 0)
        .Where(segment => segment > 0)
        .Order()];

    /// <summary>The jobs that are there, in any order.</summary>
    public IEnumerable<JobId> AllJobs()
    {
        foreach (var folder in Directory.EnumerateDirectories(Jobs, "??").SelectMany(Directory.EnumerateDirectories))
        {
            if (JobId.TryParse(Path.GetFileName(folder), out var id))
            {
                yield return id;
            }
        }
    }

    /// <summary>Files of a job that its state does not speak of: what a kill left of a compaction.</summary>
    public IEnumerable<string> LeftoversOf(JobId job, int generation)
    {
        var results = ResultsOf(job, generation);
        return Directory.EnumerateFiles(FolderOf(job)).Where(path =>
            path.EndsWith(WholeFile.TemporaryExtension, StringComparison.Ordinal)
            || (Path.GetFileName(path).StartsWith(ResultsPrefix, StringComparison.Ordinal) && path != results));
    }
}
