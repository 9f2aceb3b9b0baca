using System.Diagnostics.CodeAnalysis;

namespace ImageBatch.Testing;

/// <summary>
/// Finds the programs that tests start or ask, on the path and where distributions put them. What needs one that is missing is
/// skipped, and says how to get it.
/// </summary>
/// <remarks>
/// A test asks for its servers before it holds anything else, in its constructor or a field: then nothing half made is to be
/// disposed of, and the skip is the one thing that is thrown.
/// </remarks>
internal static class ServerPrograms
{
    /// <summary>
    /// <c>required</c> where a program that is missing is to fail its tests, as in continuous integration; <c>none</c> to see
    /// the tests as on a machine that has none of them.
    /// </summary>
    private const string Variable = "IMAGEBATCH_TEST_PROGRAMS";

    private static readonly string? Wanted = Environment.GetEnvironmentVariable(Variable);

    /// <summary>The folder that has all of the programs; null where there is none.</summary>
    /// <param name="folders">Where to look beside the path; one part of each may be a pattern.</param>
    /// <param name="programs">What the folder must have.</param>
    public static string? FindFolder(IEnumerable<string> folders, params string[] programs)
    {
        if (Wanted == "none")
        {
            return null;
        }

        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return onPath.Concat(folders.SelectMany(Expand)).FirstOrDefault(
            folder => programs.All(program => File.Exists(Path.Combine(folder, program))));
    }

    /// <summary>The path of a program; null where there is none.</summary>
    public static string? Find(string program, params string[] folders) =>
        FindFolder(folders, program) is { } folder ? Path.Combine(folder, program) : null;

    /// <summary>Skips the running test, or fails it where its program is required.</summary>
    /// <param name="name">What is missing.</param>
    /// <param name="package">The package of Debian and Ubuntu that has it.</param>
    [DoesNotReturn]
    public static void Missing(string name, string package) => Skip($"{name} is not installed: 'apt-get install {package}', or tests/run.");

    /// <inheritdoc cref="Missing"/>
    /// <param name="reason">What is missing, and how to get it.</param>
    [DoesNotReturn]
    public static void Skip(string reason)
    {
        if (Wanted == "required")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    /// <summary>The folders that a pattern stands for, those of the newest version first.</summary>
    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return [pattern];
        }

        var parent = pattern[..(pattern.LastIndexOf('/', star) + 1)];
        var end = pattern.IndexOf('/', star);
        var rest = end < 0 ? "" : pattern[(end + 1)..];
        return !Directory.Exists(parent)
            ? []
            : Directory.GetDirectories(parent, pattern[parent.Length..(end < 0 ? pattern.Length : end)])
                .OrderByDescending(folder => folder.Length).ThenByDescending(folder => folder, StringComparer.Ordinal)
                .Select(folder => Path.Combine(folder, rest));
    }
}
