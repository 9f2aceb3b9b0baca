using System.Text;
using ImageBatch.AspNetCore.Errors;
using ImageBatch.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ImageBatch.AspNetCore.Uploads;

/// <summary>Reads an upload that is a form: settings before the file, the file, settings after it.</summary>
internal sealed class FormUploadReader(HttpRequest request, string boundary, string baseUrl, long maxCsvBytes)
    : UploadReader(request, baseUrl, maxCsvBytes)
{
    private const int MaxFieldBytes = 8 << 10;
    private const int BufferBytes = 64 << 10;

    private readonly MultipartReader _sections = new(boundary, request.Body, BufferBytes);

    public override async Task<Stream> OpenCsvAsync(CancellationToken cancellationToken)
    {
        var file = await ReadToFileAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new RequestException(
                StatusCodes.Status400BadRequest,
                ApiErrorCodes.MissingFile,
                "The form has no file: send the CSV in the field file (or csv_file).");
        return Track(file.Body);
    }

    public override async Task<JobSettings> ReadSettingsAsync(CancellationToken cancellationToken)
    {
        if (await ReadToFileAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            throw Fail(new RequestException(
                StatusCodes.Status400BadRequest,
                ApiErrorCodes.MultipleFiles,
                "The form has more than one file: send one CSV an upload."));
        }

        return Settings.ToJobSettings(BaseUrl);
    }

    protected override RequestException Explain(Exception exception) => Refusals.InvalidMultipart(
        "The multipart body is broken or was cut off: send it again, each part with its boundary.");

    /// <summary>Takes settings up to the next file; null where the form ends before one.</summary>
    private async Task<MultipartSection?> ReadToFileAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } section)
        {
            var name = section.GetContentDispositionHeader()?.Name.Value?.Trim('"');
            if (name is "file" or "csv_file")
            {
                return section;
            }

            if (name is not null && UploadSettings.Names.Contains(name))
            {
                Settings.Add(name, await ReadValueAsync(name, section.Body, cancellationToken).ConfigureAwait(false));
            }
        }

        return null;
    }

    private async Task<MultipartSection?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _sections.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Fail(exception);
        }
    }

    private async Task<string> ReadValueAsync(string name, Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldBytes + 1];
        var length = await Track(body).ReadAtLeastAsync(buffer, buffer.Length, false, cancellationToken).ConfigureAwait(false);
        return length <= MaxFieldBytes
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : throw Fail(new RequestException(
                StatusCodes.Status400BadRequest,
                ApiErrorCodes.FieldTooLarge,
                $"The field {name} may have {MaxFieldBytes / 1024} KiB at the most."));
    }
}
