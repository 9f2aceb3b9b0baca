using ImageBatch.Model;

namespace ImageBatch.S3;

/// <summary>
/// Where what lies in the bucket: <c>[prefix/]aa/job/name</c>, <c>aa</c> being the last two digits of the job's id. Those are
/// random, so that a service which splits its load by the beginning of keys can split that of many jobs.
/// </summary>
/// <remarks>Every key consists of characters that stand for themselves in a URL and in XML.</remarks>
internal sealed class ObjectKeys(string prefix)
{
    private const int ShardLength = 2;

    private readonly string _root = prefix.TrimEnd('/') is { Length: > 0 } folder ? folder + "/" : "";

    /// <summary>The key that readiness writes and deletes. No job has it.</summary>
    public string Probe => _root + ".probe";

    /// <exception cref="ArgumentException">The key names nothing.</exception>
    public string Of(OutputKey key) => key.Name is null
        ? throw new ArgumentException("The key names no output.", nameof(key))
        : PrefixOf(key.Job) + key.Name;

    /// <summary>What the keys of a job's outputs begin with, and no other keys.</summary>
    public string PrefixOf(JobId job)
    {
        var id = job.ToString();
        return $"{_root}{id[^ShardLength..]}/{id}/";
    }
}
