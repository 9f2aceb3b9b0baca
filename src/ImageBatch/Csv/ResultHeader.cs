namespace ImageBatch.Csv;

/// <summary>The header of a result CSV.</summary>
internal static class ResultHeader
{
    /// <summary>The column with the URLs of the outputs.</summary>
    public const string OutputUrls = "Output Image Urls";

    /// <summary>The column with the errors.</summary>
    public const string Errors = "Errors";

    /// <summary>
    /// The input's header and the two columns after it. Where the input has a column of that name, as an uploaded
    /// result has, ours gets a number: <c>Errors 2</c>.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> input) =>
        [.. input, Unique(OutputUrls, input), Unique(Errors, input)];

    private static string Unique(string name, IReadOnlyList<string> taken)
    {
        var unique = name;
        for (var i = 2; taken.Any(other => other.Trim().Equals(unique, StringComparison.OrdinalIgnoreCase)); i++)
        {
            unique = $"{name} {i}";
        }

        return unique;
    }
}
