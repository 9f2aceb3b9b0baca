using System.Diagnostics.CodeAnalysis;
using ImageBatch.AspNetCore.Errors;
using Microsoft.Net.Http.Headers;

namespace ImageBatch.AspNetCore.Uploads;

/// <summary>The types of body that an upload may have.</summary>
internal static class MediaTypes
{
    public const string Form = "multipart/form-data";
    public const string Csv = "text/csv";
    public const string CsvAlias = "application/csv";

    // RFC 2046, section 5.1.1, allows 70 characters.
    private const int MaxBoundaryLength = 70;

    public static RequestException Unsupported() => Refusals.UnsupportedMediaType(
        "Send the CSV as a multipart/form-data form with the field file, or as a text/csv body in UTF-8.");

    public static bool IsForm(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a body is a CSV in UTF-8, of which ASCII is a part.</summary>
    public static bool IsCsv([NotNullWhen(true)] MediaTypeHeaderValue? type) =>
        type is not null
        && (type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals(CsvAlias, StringComparison.OrdinalIgnoreCase))
        && HeaderUtilities.RemoveQuotes(type.Charset).Value?.ToUpperInvariant() is null or "" or "UTF-8" or "UTF8" or "US-ASCII";

    public static string BoundaryOf(MediaTypeHeaderValue type)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= MaxBoundaryLength }
            ? boundary
            : throw Refusals.InvalidMultipart(
                "The Content-Type names no boundary of 1 to 70 characters: let your HTTP client set the header.");
    }
}
