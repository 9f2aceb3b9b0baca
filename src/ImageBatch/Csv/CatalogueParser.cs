using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using ImageBatch.Client;

namespace ImageBatch.Csv;

/// <summary>
/// The records of a catalogue, one at a time, with limits on what one of them may make the parser hold. Blank records,
/// those without any text in their cells, are left out.
/// </summary>
internal sealed class CatalogueParser : IDisposable
{
    /// <summary>Longest cell in characters.</summary>
    public const int MaxCellLength = 1 << 18;

    /// <summary>Most cells of a record.</summary>
    public const int MaxCells = 1_000;

    // The parser holds a whole record: cells that are each within their limit must not add up without one.
    private const int MaxRecordLength = 2 * MaxCellLength;

    // The parser copies the whole record for each cell that has a quote where RFC 4180 has none.
    private const long MaxCopied = 1L << 32;

    private const string CloseQuotes = "Is a quote not closed? Close it, and write each quote inside a cell twice.";
    private const string SaveAsUtf8 = "Save the file as \"CSV UTF-8\" and upload it again.";

    private readonly CatalogueText _text;
    private readonly CsvParser _parser;
    private long _recordStart;
    private long _copied;
    private int _column;

    private CatalogueParser(CatalogueText text, char delimiter)
    {
        _text = text;
        Delimiter = delimiter;
        _parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            BadDataFound = OnBadData,
            BufferSize = 32 << 10,
            // Blank records are left out here, so that each is a record of its own to the limits.
            IgnoreBlankLines = false,
            MaxFieldSize = MaxCellLength,
            // White space around a cell does not count, least of all before its opening quote.
            TrimOptions = TrimOptions.Trim,
            WhiteSpaceChars = delimiter == '\t' ? [' '] : [' ', '\t'],
            ExceptionMessagesContainRawData = false,
        });
        text.BeforeRead = CheckRecord;
        text.Refuse = what => Invalid(_parser.Count, what, SaveAsUtf8);
    }

    /// <summary>The delimiter that the header uses.</summary>
    public char Delimiter { get; }

    /// <summary>The columns' names, for messages; empty as long as the header is read.</summary>
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>
    /// Number of the record in the file, from 1. Blank lines count, as they do in a spreadsheet; line breaks inside
    /// quotes do not.
    /// </summary>
    public int Row => _parser.Row;

    /// <summary>Number of cells of the record.</summary>
    public int Count => _parser.Count;

    /// <summary>A cell of the record.</summary>
    public string this[int index] => _parser[index];

    /// <summary>Looks at the header for the delimiter; the header itself is still to be read.</summary>
    public static async Task<CatalogueParser> OpenAsync(CatalogueText text)
    {
        var line = await text.PeekLineAsync().ConfigureAwait(false);
        return new CatalogueParser(text, DelimiterDetector.Detect(line));
    }

    /// <summary>Reads the next record that is not blank; false at the end.</summary>
    /// <exception cref="SubmissionException">The bytes are no CSV, or break a limit.</exception>
    public async ValueTask<bool> ReadAsync()
    {
        do
        {
            _recordStart = _text.Handed;
            try
            {
                if (!await _parser.ReadAsync().ConfigureAwait(false))
                {
                    return false;
                }
            }
            catch (MaxFieldSizeException)
            {
                throw Invalid(_parser.Count, $"has a cell of more than {MaxCellLength:N0} characters", CloseQuotes);
            }

            CheckCount();
        }
        while (IsBlank());
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();

    // Runs whenever the parser has used up its characters in the middle of a record, or between two.
    private void CheckRecord()
    {
        CheckCount();
        if (_text.Handed - _recordStart > MaxRecordLength)
        {
            throw Invalid(_parser.Count, $"is longer than {MaxRecordLength:N0} characters", CloseQuotes);
        }
    }

    private void CheckCount()
    {
        if (_parser.Count > MaxCells)
        {
            throw Invalid(null, $"has more than {MaxCells:N0} cells", "Remove columns, or end each row with a line break.");
        }
    }

    private bool IsBlank()
    {
        var blank = true;
        for (var i = 0; i < _parser.Count; i++)
        {
            _column = i;
            var cell = _parser[i];
            if (cell.Contains('\0'))
            {
                throw Invalid(i, $"has a NUL character", $"The file is binary, or UTF-16. {SaveAsUtf8}");
            }

            blank = blank && string.IsNullOrWhiteSpace(cell);
        }

        return blank;
    }

    private void OnBadData(BadDataFoundArgs bad)
    {
        // A quote inside a cell that does not start with one, as in 24" monitor, leaves no doubt: it is taken as it is.
        _copied += bad.RawRecord.Length;
        if (bad.Field.AsSpan().TrimStart(" \t").StartsWith("\"") || _copied > MaxCopied)
        {
            throw Invalid(
                _column,
                $"has a quote that is not closed, or text after a closing quote,",
                "Put the cell in quotes and write each quote inside it twice.");
        }
    }

    private SubmissionException Invalid(int? column, FormattableString what, string advice)
    {
        var name = column < Columns.Count ? Excerpt.Of(Columns[column.Value]) : null;
        var place = column is null ? "" : string.Create(CultureInfo.InvariantCulture, $" at column {column + 1}")
            + (name is null ? "" : $" ({name})");
        var message = $"Row {_parser.Row} {FormattableString.Invariant(what)}{place}. {advice}";
        return new SubmissionException(SubmissionErrorCodes.CsvInvalid, message)
        {
            Errors = [new RowError(_parser.Row, name, SubmissionErrorCodes.CsvInvalid, message)],
            ErrorCount = 1,
        };
    }
}
