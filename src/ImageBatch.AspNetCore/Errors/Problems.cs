using ImageBatch.AspNetCore.Contracts;
using ImageBatch.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ImageBatch.AspNetCore.Errors;

/// <summary>
/// Answers with problem documents. They are written here and not by the host's problem details service, which may
/// answer with nothing where the client does not say that it accepts them.
/// </summary>
internal static class Problems
{
    public static IResult Of(RequestException error) => Of(error.Status, error.Code, error.Message);

    public static IResult Of(SubmissionException error) => Of(
        StatusOf(error.Code), error.Code, error.Message, RowErrorResponse.ListOf(error.Errors), error.ErrorCount);

    public static IResult Of(
        int status, string code, string detail, IReadOnlyList<RowErrorResponse>? errors = null, int errorCount = 0)
    {
        var problem = new ApiProblem
        {
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
            Code = code,
            Errors = errors,
            ErrorCount = errorCount == 0 ? null : errorCount,
        };
        return Results.Json(problem, ApiJson.Context.ApiProblem, ApiProblem.ContentType, status);
    }

    private static int StatusOf(string code) => code switch
    {
        SubmissionErrorCodes.CsvTooLarge => StatusCodes.Status413PayloadTooLarge,
        SubmissionErrorCodes.UploadTooSlow => StatusCodes.Status408RequestTimeout,
        SubmissionErrorCodes.UploadBusy => StatusCodes.Status503ServiceUnavailable,
        SubmissionErrorCodes.IdempotencyInFlight => StatusCodes.Status409Conflict,
        SubmissionErrorCodes.IdempotencyMismatch => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status400BadRequest,
    };
}
