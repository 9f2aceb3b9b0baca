using ImageBatch.AspNetCore.Errors;
using ImageBatch.Client;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.AspNetCore.Uploads;

/// <summary>Reads an upload whose body is the CSV and whose settings are the query.</summary>
internal sealed class CsvUploadReader(HttpRequest request, string baseUrl, long maxCsvBytes)
    : UploadReader(request, baseUrl, maxCsvBytes)
{
    public override Task<Stream> OpenCsvAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Track(Request.Body));

    public override Task<JobSettings> ReadSettingsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Settings.ToJobSettings(BaseUrl));

    protected override RequestException Explain(Exception exception) => Refusals.InvalidBody();
}
