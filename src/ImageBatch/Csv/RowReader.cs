using System.Globalization;
using ImageBatch.Client;
using ImageBatch.Http;

namespace ImageBatch.Csv;

/// <summary>Judges one record after the other: its cells and URLs, or what is wrong with it.</summary>
internal sealed class RowReader(CatalogueHeader header, CsvOptions options, RowErrorList errors)
{
    private readonly List<string> _urls = [];
    private long _leftOut;

    /// <summary>The cells of the last record, as many as the header has.</summary>
    public string[] Cells { get; private set; } = [];

    /// <summary>The URLs of the last record; overwritten by the next.</summary>
    public IReadOnlyList<string> Urls => _urls;

    /// <summary>Reads the record that the parser is at. False where it has errors; all of them are then on the list.</summary>
    public bool Read(CatalogueParser record)
    {
        var before = errors.Count;
        var row = record.Row;
        Cells = new string[header.Names.Count];
        CountLeftOut(record.Count);
        for (var i = 0; i < Cells.Length; i++)
        {
            Cells[i] = i < record.Count ? record[i] : "";
        }

        if (!RaggedRow.Join(record, Cells, header.EndsWithUrls))
        {
            errors.Add(row, null, SubmissionErrorCodes.RowTooManyCells, TooManyCells(record.Count));
        }

        ReadLabel(row, header.SerialNumber, "serial number", SubmissionErrorCodes.RowMissingSerialNumber, SubmissionErrorCodes.RowSerialNumberTooLong);
        ReadLabel(row, header.Name, "product name", SubmissionErrorCodes.RowMissingName, SubmissionErrorCodes.RowNameTooLong);
        ReadUrls(row);
        return errors.Count == before;
    }

    // A row is stored with all cells of the header: without a limit, short rows below a wide header would take many
    // times what was uploaded. A cell that is left out counts like the delimiter that would have made it.
    private void CountLeftOut(int count)
    {
        _leftOut += Math.Max(0, Cells.Length - count);
        if (_leftOut > options.MaxBytes)
        {
            throw new SubmissionException(
                SubmissionErrorCodes.CsvTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The rows leave out more than {options.MaxBytes:N0} cells that the header has. Remove columns that are not used."));
        }
    }

    // Every image of a row is shown with its labels: what is long here would be so a hundred times in each answer.
    private void ReadLabel(int row, int column, string what, string missing, string tooLong)
    {
        var length = Cells[column].AsSpan().Trim().Length;
        if (length == 0)
        {
            Add(row, column, missing, $"The row has no {what}. Fill the cell in.");
        }
        else if (length > options.MaxLabelLength)
        {
            var message = string.Create(
                CultureInfo.InvariantCulture, $"The {what} has {length:N0} characters; at most {options.MaxLabelLength:N0} are allowed. Shorten it.");
            Add(row, column, tooLong, message);
        }
    }

    private void ReadUrls(int row)
    {
        _urls.Clear();
        UrlSplitter.Split(Cells[header.Urls], _urls);
        if (_urls.Count == 0)
        {
            Add(row, header.Urls, SubmissionErrorCodes.RowMissingUrl, "The row has no image URL. Give it at least one.");
        }
        else if (_urls.Count > options.MaxUrlsPerRow)
        {
            var message = $"The row has {_urls.Count} URLs; at most {options.MaxUrlsPerRow} are allowed. Give it fewer, or split it into several rows.";
            Add(row, header.Urls, SubmissionErrorCodes.RowTooManyUrls, message);
        }
        else
        {
            CheckUrls(row);
        }
    }

    private void CheckUrls(int row)
    {
        for (var i = 0; i < _urls.Count; i++)
        {
            if (UrlSyntax.Check(_urls[i], options.MaxUrlLength) is var (code, message))
            {
                var number = _urls.Count == 1 ? "" : $" It is URL {i + 1} of the row.";
                Add(row, header.Urls, code, $"{message}{number} It reads: {Quote(_urls[i])}");
            }
        }
    }

    private string TooManyCells(int count) =>
        $"The row has {count} cells, the header has {header.Names.Count}. Put a cell that holds the delimiter in quotes"
        + (header.EndsWithUrls ? "; only URLs may follow the last column." : ".");

    private void Add(int row, int column, string code, string message) =>
        errors.Add(row, Excerpt.Of(header.Names[column]), code, message);

    // What stands before an @ may be a password, and the answer may end up in a log.
    private static string Quote(string url)
    {
        var text = Excerpt.Of(url);
        return text.Contains('@') ? $"…{text.AsSpan(text.LastIndexOf('@'))}" : text;
    }
}
