namespace ImageBatch.Testing;

/// <summary>Finds the programs of servers that tests start, on the path and where distributions put them.</summary>
internal static class ServerPrograms
{
    /// <summary>Set to 1 where a server that is missing is to fail its tests, as in continuous integration.</summary>
    private const string RequireVariable = "IMAGEBATCH_REQUIRE_SERVERS";

    /// <summary>The folder that has all of the programs; null where there is none.</summary>
    /// <param name="folders">Where to look beside the path; one part of each may be a pattern.</param>
    /// <param name="programs">What the folder must have.</param>
    public static string? FindFolder(IEnumerable<string> folders, params string[] programs)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return onPath.Concat(folders.SelectMany(Expand)).FirstOrDefault(
            folder => programs.All(program => File.Exists(Path.Combine(folder, program))));
    }

    /// <summary>Skips the running test, or fails it where servers are required.</summary>
    public static void Missing(string reason)
    {
        Assert.False(Environment.GetEnvironmentVariable(RequireVariable) == "1", reason);
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
