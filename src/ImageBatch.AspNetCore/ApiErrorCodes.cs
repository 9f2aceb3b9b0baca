using ImageBatch.Client;

namespace ImageBatch.AspNetCore;

/// <summary>
/// The closed list of codes that the HTTP API adds to those of <see cref="SubmissionErrorCodes"/>: together they are
/// all that the <c>code</c> of a problem can be.
/// </summary>
public static class ApiErrorCodes
{
    /// <summary>400: the request id is not of the form of one.</summary>
    public const string JobInvalidId = "job.invalid_id";

    /// <summary>404: no job has this request id.</summary>
    public const string JobNotFound = "job.not_found";

    /// <summary>409: the job is finished and cannot be cancelled.</summary>
    public const string JobFinished = "job.finished";

    /// <summary>409: the job is not finished, so there is no result CSV yet and nothing to retry.</summary>
    public const string JobNotFinished = "job.not_finished";

    /// <summary>409: no image of the job failed, so there is nothing to retry.</summary>
    public const string JobNothingFailed = "job.nothing_failed";

    /// <summary>404: the job has no such output image.</summary>
    public const string ImageNotFound = "image.not_found";

    /// <summary>404: the output image was made and is no longer in the image store.</summary>
    public const string ImageMissing = "image.missing";

    /// <summary>415: the body is of a type that the route does not take.</summary>
    public const string UnsupportedMediaType = "request.unsupported_media_type";

    /// <summary>400: the multipart body is cut off, has no boundary, or breaks the form's rules.</summary>
    public const string InvalidMultipart = "request.invalid_multipart";

    /// <summary>400: the form has no file.</summary>
    public const string MissingFile = "request.missing_file";

    /// <summary>400: the form has more than one file.</summary>
    public const string MultipleFiles = "request.multiple_files";

    /// <summary>400: a field of the form is longer than a field may be.</summary>
    public const string FieldTooLarge = "request.field_too_large";

    /// <summary>400: the body is not the JSON that the route takes.</summary>
    public const string InvalidJson = "request.invalid_json";

    /// <summary>400: a query parameter is out of its range.</summary>
    public const string InvalidQuery = "request.invalid_query";

    /// <summary>400: the body ended early or breaks the rules of HTTP.</summary>
    public const string InvalidBody = "request.invalid_body";

    /// <summary>408: the body came too slowly.</summary>
    public const string RequestTimeout = "request.timeout";

    /// <summary>413: the body is larger than the route takes.</summary>
    public const string RequestTooLarge = "request.too_large";

    /// <summary>403: a browser sent the request for a page of another origin, which is not among those allowed.</summary>
    public const string CrossOrigin = "request.cross_origin";

    /// <summary>508: a download or a webhook of ImageBatch itself, whose URL leads to its API.</summary>
    public const string OwnCall = "request.own_call";

    /// <summary>500: what the store kept of the job is missing or damaged; the same request fails again until it is restored.</summary>
    public const string StoreDamaged = "store.damaged";

    /// <summary>503: the job store or the image store cannot be reached; the same request may succeed later.</summary>
    public const string StoreUnavailable = "store.unavailable";
}
