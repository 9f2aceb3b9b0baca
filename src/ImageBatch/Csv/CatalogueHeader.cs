using System.Globalization;
using ImageBatch.Client;

namespace ImageBatch.Csv;

/// <summary>The header of a catalogue, with the needed columns found.</summary>
internal sealed class CatalogueHeader
{
    // A store may keep the header of each job in memory.
    private const int MaxLength = 1 << 16;

    private CatalogueHeader(IReadOnlyList<string> names, int serialNumber, int name, int urls) =>
        (Names, SerialNumber, Name, Urls) = (names, serialNumber, name, urls);

    /// <summary>The columns' names in order, as the file spells them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Index of the column with the serial number.</summary>
    public int SerialNumber { get; }

    /// <summary>Index of the column with the product name.</summary>
    public int Name { get; }

    /// <summary>Index of the column with the image URLs.</summary>
    public int Urls { get; }

    /// <summary>Whether rows may go on with further URLs after their last column.</summary>
    public bool EndsWithUrls => Urls == Names.Count - 1;

    /// <summary>
    /// Finds the needed columns (<see cref="HeaderAliases"/>). Columns without a name at the end are no columns:
    /// spreadsheets write them above rows that are longer than the header.
    /// </summary>
    /// <exception cref="SubmissionException">A needed column is missing or there twice, or the header is too long.</exception>
    public static CatalogueHeader Find(IReadOnlyList<string> cells)
    {
        var count = cells.Count;
        while (count > 0 && string.IsNullOrWhiteSpace(cells[count - 1]))
        {
            count--;
        }

        string[] names = [.. cells.Take(count)];
        CheckLength(names);
        string[] normalized = [.. names.Select(HeaderAliases.Normalize)];
        var missing = new List<string>();
        var serialNumber = IndexOf(names, normalized, "serial number", HeaderAliases.SerialNumber, missing);
        var name = IndexOf(names, normalized, "product name", HeaderAliases.Name, missing);
        var urls = IndexOf(names, normalized, "image URLs", HeaderAliases.Urls, missing);
        if (missing.Count > 0)
        {
            throw new SubmissionException(
                SubmissionErrorCodes.CsvMissingColumn,
                $"The header has {string.Join("; and ", missing)}. Case, spaces and punctuation do not count.");
        }

        return new CatalogueHeader(names, serialNumber, name, urls);
    }

    private static void CheckLength(string[] names)
    {
        if (names.Sum(name => name.Length) > MaxLength)
        {
            throw new SubmissionException(
                SubmissionErrorCodes.CsvInvalid,
                string.Create(CultureInfo.InvariantCulture, $"The header has more than {MaxLength:N0} characters. Is the first row the header? Shorten its names, or remove columns."));
        }
    }

    // A column under a better name wins over one under a lesser name; only two under the best are a doubt.
    private static int IndexOf(
        string[] names, string[] normalized, string what, IReadOnlyList<string> aliases, List<string> missing)
    {
        foreach (var alias in aliases)
        {
            var wanted = HeaderAliases.Normalize(alias);
            var first = Array.IndexOf(normalized, wanted);
            var last = Array.LastIndexOf(normalized, wanted);
            if (first != last)
            {
                throw new SubmissionException(
                    SubmissionErrorCodes.CsvDuplicateColumn,
                    $"The header names the column of the {what} twice: columns {first + 1} ({Excerpt.Of(names[first])}) and {last + 1} ({Excerpt.Of(names[last])}). Rename or remove one.");
            }

            if (first >= 0)
            {
                return first;
            }
        }

        missing.Add($"no column for the {what}: name it one of {string.Join(", ", aliases)}");
        return -1;
    }
}
