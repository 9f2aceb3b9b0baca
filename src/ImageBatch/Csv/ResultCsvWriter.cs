using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Csv;

/// <summary>
/// Writes the result CSV of a job: the input's columns in the input's delimiter, then the URLs of the outputs and the
/// errors. UTF-8 without a byte order mark, lines ended by CR LF, quoted as RFC 4180 has it.
/// </summary>
internal static class ResultCsvWriter
{
    // A page ends sooner where rows are long.
    private const int PageSize = 500;

    /// <summary>Streams the result from the store, in memory that does not grow with the job.</summary>
    /// <param name="destination">Where it goes; not closed. Only written to asynchronously.</param>
    /// <param name="job">The finished job.</param>
    /// <param name="store">Where its products and images are.</param>
    /// <param name="outputUrlOf">Gives the URL of an image's output; null leaves its place empty.</param>
    /// <param name="options">Whether formulas are neutralised.</param>
    /// <param name="cancellationToken">Gives up between two pages.</param>
    /// <exception cref="InvalidOperationException">The job was deleted meanwhile; what was written is not whole.</exception>
    public static async Task WriteAsync(
        Stream destination,
        Job job,
        IJobStore store,
        Func<JobImage, string?> outputUrlOf,
        CsvOptions options,
        CancellationToken cancellationToken)
    {
        // Neither writer is disposed: there is nothing to free, and after an exception nothing more is to be written.
        var text = new StreamWriter(destination, new UTF8Encoding(false), bufferSize: 32 << 10, leaveOpen: true);
        var csv = new CsvWriter(text, Configure(job.Definition.Delimiter), leaveOpen: true);
        WriteCells(csv, ResultHeader.Of(job.Definition.Header), options);
        await csv.NextRecordAsync().ConfigureAwait(false);
        var images = new JobImageCursor(store, job.Id);
        var result = new ProductResult(outputUrlOf);
        for (var written = 0; written < job.Definition.Products;)
        {
            var page = await store.ReadProductsAsync(job.Id, written - 1, PageSize, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                throw new InvalidOperationException($"Job {job.Id} lost its products while its result was written.");
            }

            foreach (var product in page)
            {
                result.Clear();
                for (var i = 0; i < product.Images.Count; i++)
                {
                    result.Add(await images.NextAsync(cancellationToken).ConfigureAwait(false));
                }

                WriteCells(csv, [.. product.Cells, result.OutputUrls, result.Errors], options);
                await csv.NextRecordAsync().ConfigureAwait(false);
            }

            written += page.Count;
        }

        await csv.FlushAsync().ConfigureAwait(false);
        await text.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    // NewLine is left at its default, CR LF: once set, the writer no longer quotes cells with a lone CR or LF.
    private static CsvConfiguration Configure(char delimiter) =>
        new(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
        };

    private static void WriteCells(CsvWriter csv, IReadOnlyList<string> cells, CsvOptions options)
    {
        foreach (var cell in cells)
        {
            var safe = options.NeutralizeFormulas ? FormulaGuard.Neutralize(cell) : cell;
            if (ReferenceEquals(safe, cell))
            {
                csv.WriteField(cell);
            }
            else
            {
                csv.WriteField(safe, shouldQuote: true);
            }
        }
    }
}
