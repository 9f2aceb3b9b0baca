using System.Globalization;
using System.Runtime.CompilerServices;
using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.Csv;

/// <summary>Reads an uploaded catalogue once, forward only, in memory that does not grow with it.</summary>
/// <remarks>
/// The stream stays open. The properties are final when the enumeration has ended, by an exception too. Row numbers
/// are those of <see cref="CatalogueParser.Row"/>: records of the file from 1, blank lines counted.
/// </remarks>
internal sealed class CatalogueReader(Stream csv, CsvOptions options)
{
    /// <summary>Most products of a page.</summary>
    public const int PageSize = 500;

    // A page also ends when its cells have this many characters: 500 rows may hold 500 MiB.
    private const int PageCharacters = 1 << 18;

    private readonly RowErrorList _errors = new(options.MaxListedErrors);

    /// <summary>The header's cells in order.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>The delimiter: comma, semicolon or tab.</summary>
    public char Delimiter { get; private set; } = ',';

    /// <summary>Number of good rows.</summary>
    public int Products { get; private set; }

    /// <summary>Number of images of the good rows.</summary>
    public int Images { get; private set; }

    /// <summary>The first errors of the bad rows.</summary>
    public IReadOnlyList<RowError> Errors => _errors.Errors;

    /// <summary>How many errors the rows have in all; a row may have several.</summary>
    public int ErrorCount => _errors.Count;

    /// <summary>
    /// Reads the good rows, in pages. Where bad rows refuse the upload, no page comes after the first of them, and
    /// the exception that lists them all comes at the end.
    /// </summary>
    /// <exception cref="SubmissionException">The upload is refused.</exception>
    public async IAsyncEnumerable<IReadOnlyList<Product>> ReadPagesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var text = new CatalogueText(csv, options.MaxBytes, cancellationToken);
        using var parser = await CatalogueParser.OpenAsync(text).ConfigureAwait(false);
        var header = await ReadHeaderAsync(parser).ConfigureAwait(false);
        var rows = new RowReader(header, options, _errors);
        using var seen = new SeenUrls();
        var page = new List<Product>();
        var characters = 0;
        while (await parser.ReadAsync().ConfigureAwait(false))
        {
            if (!rows.Read(parser) || Take(header, rows, seen) is not { } product)
            {
                continue;
            }

            page.Add(product);
            characters += rows.Cells.Sum(cell => cell.Length);
            if (page.Count == PageSize || characters >= PageCharacters)
            {
                yield return page;
                page = [];
                characters = 0;
            }
        }

        ThrowIfRefused();
        if (page.Count > 0)
        {
            yield return page;
        }
    }

    private bool IsRefused => ErrorCount > 0 && options.OnInvalidRow == InvalidRowAction.Refuse;

    private async Task<CatalogueHeader> ReadHeaderAsync(CatalogueParser parser)
    {
        if (!await parser.ReadAsync().ConfigureAwait(false))
        {
            throw new SubmissionException(
                SubmissionErrorCodes.CsvEmpty, "The CSV is empty. It needs a header and at least one row.");
        }

        var header = CatalogueHeader.Find([.. Enumerable.Range(0, parser.Count).Select(i => parser[i])]);
        Header = parser.Columns = header.Names;
        Delimiter = parser.Delimiter;
        return header;
    }

    // Counts the row; null where it is only counted, since the upload is refused anyway.
    private Product? Take(CatalogueHeader header, RowReader rows, SeenUrls seen)
    {
        if (rows.Urls.Count > options.MaxImages - Images)
        {
            throw new SubmissionException(
                SubmissionErrorCodes.CsvTooManyImages,
                string.Create(CultureInfo.InvariantCulture, $"The CSV has more than {options.MaxImages:N0} image URLs. Split it into several uploads."));
        }

        var (row, firstImage) = (Products, Images);
        Products++;
        Images += rows.Urls.Count;
        if (IsRefused)
        {
            return null;
        }

        var images = new ProductImage[rows.Urls.Count];
        for (var i = 0; i < images.Length; i++)
        {
            images[i] = new ProductImage(rows.Urls[i], seen.Add(rows.Urls[i]));
        }

        return new Product
        {
            Row = row,
            SerialNumber = rows.Cells[header.SerialNumber].Trim(),
            Name = rows.Cells[header.Name].Trim(),
            Cells = rows.Cells,
            FirstImage = firstImage,
            Images = images,
        };
    }

    private void ThrowIfRefused()
    {
        if (ErrorCount == 0 && Products == 0)
        {
            throw new SubmissionException(
                SubmissionErrorCodes.CsvNoRows, "The CSV has a header and no row below it. Add at least one row.");
        }

        if (IsRefused || Products == 0)
        {
            var message = ErrorCount == 1 ? "The rows have an error. Correct it and upload the CSV again."
                : string.Create(CultureInfo.InvariantCulture, $"The rows have {ErrorCount:N0} errors. Correct them and upload the CSV again.");
            throw new SubmissionException(SubmissionErrorCodes.CsvInvalidRows, message) { Errors = Errors, ErrorCount = ErrorCount };
        }
    }
}
