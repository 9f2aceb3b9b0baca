using System.Security.Cryptography;
using System.Text;
using ImageBatch.Model;

namespace ImageBatch.Submission;

/// <summary>
/// The keys under which stores know uploads. A key that an uploader made has no control characters, so that a line
/// feed divides the parts of what is hashed.
/// </summary>
internal static class IdempotencyKeys
{
    /// <summary>The key of one caller's key: no two callers share one.</summary>
    public static string? Of(string? scope, string? key) =>
        scope is null || key is null ? key : Hash($"scope\n{scope}\n{key}");

    /// <summary>
    /// The key that stands in for one whose job is too old to answer for it. It follows from both, so that uploads that
    /// race, on all nodes, agree on it.
    /// </summary>
    public static string After(string key, JobId old) => Hash($"after\n{old}\n{key}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
