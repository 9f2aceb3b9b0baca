using System.Globalization;
using ImageBatch.Client;
using ImageBatch.Model;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.AspNetCore.Errors;

/// <summary>What the API refuses, each with its code and its sentence.</summary>
internal static class Refusals
{
    public static RequestException InvalidId(string? id) => new(
        StatusCodes.Status400BadRequest,
        ApiErrorCodes.JobInvalidId,
        $"'{Shorten(id)}' is no request id: use the request_id that the upload answered with, such as 0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa.");

    public static RequestException JobNotFound(JobId id) => new(
        StatusCodes.Status404NotFound, ApiErrorCodes.JobNotFound, $"There is no job {id}: it was deleted or never existed.");

    public static RequestException ImageNotFound() => new(
        StatusCodes.Status404NotFound,
        ApiErrorCodes.ImageNotFound,
        "There is no such output image: use the output_url of an image that succeeded.");

    public static RequestException ImageMissing() => new(
        StatusCodes.Status404NotFound,
        ApiErrorCodes.ImageMissing,
        "The output image was made and is not kept any more: upload the catalogue again, or ask who runs this service to restore it.");

    public static RequestException JobFinished(Job job) => new(
        StatusCodes.Status409Conflict, ApiErrorCodes.JobFinished, $"The job is finished ({job.Status}) and cannot be cancelled.");

    public static RequestException NotFinished(string what) => new(
        StatusCodes.Status409Conflict, ApiErrorCodes.JobNotFinished, $"The job is not finished: {what} once its status says so.");

    public static RequestException NothingFailed() => new(
        StatusCodes.Status409Conflict, ApiErrorCodes.JobNothingFailed, "No image of the job failed: there is nothing to retry.");

    public static RequestException UnsupportedMediaType(string what) => new(
        StatusCodes.Status415UnsupportedMediaType, ApiErrorCodes.UnsupportedMediaType, what);

    public static RequestException InvalidQuery(string name, string range) => new(
        StatusCodes.Status400BadRequest, ApiErrorCodes.InvalidQuery, $"The query parameter {name} must be {range}.");

    public static RequestException CsvTooLarge(long maxBytes) => new(
        StatusCodes.Status413PayloadTooLarge,
        SubmissionErrorCodes.CsvTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"The CSV may have {maxBytes:N0} bytes at the most: split it."));

    public static RequestException BodyTooLarge(long maxBytes) => new(
        StatusCodes.Status413PayloadTooLarge,
        ApiErrorCodes.RequestTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"The body may have {maxBytes:N0} bytes at the most."));

    public static RequestException Timeout() => new(
        StatusCodes.Status408RequestTimeout, ApiErrorCodes.RequestTimeout, "The body came too slowly: send it again.");

    public static RequestException InvalidBody() => new(
        StatusCodes.Status400BadRequest, ApiErrorCodes.InvalidBody, "The body ended early or is broken: send it again.");

    public static RequestException CrossOrigin(string? origin) => new(
        StatusCodes.Status403Forbidden,
        ApiErrorCodes.CrossOrigin,
        $"The request comes from a page of another origin ({(string.IsNullOrEmpty(origin) ? "which the browser does not name" : Shorten(origin))}): "
        + "send it from the API's own origin, or add that one to the allowed origins of the host.");

    public static RequestException OwnCall() => new(
        StatusCodes.Status508LoopDetected,
        ApiErrorCodes.OwnCall,
        "The request is a download or a webhook of this service, whose URL leads to its own API: give another URL.");

    public static RequestException InvalidMultipart(string why) => new(
        StatusCodes.Status400BadRequest, ApiErrorCodes.InvalidMultipart, why);

    private static string Shorten(string? text) => text is { Length: > 40 } ? text[..40] + "…" : text ?? "";
}
