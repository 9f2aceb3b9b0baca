using ImageBatch.AspNetCore.Contracts;
using ImageBatch.AspNetCore.Uploads;
using ImageBatch.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>POST upload: a CSV becomes a job.</summary>
internal static class UploadEndpoint
{
    private const string Route = "upload";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Route, HandleAsync)
            .Describe(
                "Upload",
                Route,
                "Upload a CSV of products and image URLs",
                "Takes the CSV as the field file (or csv_file) of a form, with the settings as fields before or after it, or as a "
                + "text/csv body with the settings as query. Every bad row is reported in one answer. When it answers, the job is "
                + "whole and stored; its images are worked on in the background.")
            .Accepts<UploadForm>(MediaTypes.Form, MediaTypes.Csv, MediaTypes.CsvAlias)
            .Produces<UploadResponse>(StatusCodes.Status202Accepted)
            .Produces<DryRunResponse>()
            .Fails(400, 403, 408, 409, 413, 415, 422);

        // What the route above accepts is part of the routing, which would answer anything else with an empty 415.
        group.MapPost(Route, IResult () => throw MediaTypes.Unsupported()).ExcludeFromDescription();
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        [AsParameters] UploadQuery query,
        [FromServices] IImageBatchClient client,
        [FromServices] IOptions<ImageBatchOptions> options,
        [FromServices] IOptions<ImageBatchApiOptions> api)
    {
        var dryRun = RequestParameters.ReadSwitch("dry_run", query.DryRun);
        var address = ApiAddress.Of(http.Request, depth: 1);
        var key = (query.IdempotencyKey, Scope: query.IdempotencyKey is null ? null : api.Value.IdempotencyScope(http));
        try
        {
            return await ReadAsync(http, key, client, options.Value.Csv.MaxBytes, address, dryRun).ConfigureAwait(false);
        }
        catch (SubmissionException refusal) when (
            dryRun && refusal.Code is not (SubmissionErrorCodes.UploadBusy or SubmissionErrorCodes.UploadTooSlow))
        {
            return Results.Json(DryRunResponse.Of(refusal), ApiJson.Context.DryRunResponse);
        }
    }

    private static async Task<IResult> ReadAsync(
        HttpContext http,
        (string? Value, string? Scope) key,
        IImageBatchClient client,
        long maxCsvBytes,
        string address,
        bool dryRun)
    {
        var reader = UploadReader.Create(http.Request, address, maxCsvBytes);
        try
        {
            var csv = await reader.OpenCsvAsync(http.RequestAborted).ConfigureAwait(false);
            var submission = new JobSubmission(csv, reader.ReadSettingsAsync)
            {
                IdempotencyKey = key.Value,
                IdempotencyScope = key.Scope,
                Uploader = Uploader.Of(http.Connection.RemoteIpAddress),
            };
            if (dryRun)
            {
                var report = await client.ValidateAsync(submission, http.RequestAborted).ConfigureAwait(false);
                return Results.Json(DryRunResponse.Of(report), ApiJson.Context.DryRunResponse);
            }

            var result = await client.SubmitAsync(submission, http.RequestAborted).ConfigureAwait(false);
            var statusUrl = new JobLinks(client, address).Status(result.Job);
            http.Response.Headers.Location = statusUrl;
            http.Response.Headers.RetryAfter = "1";
            return Results.Json(
                UploadResponse.Of(result, statusUrl),
                ApiJson.Context.UploadResponse,
                statusCode: StatusCodes.Status202Accepted);
        }
        catch (Exception exception) when (reader.Fault is not null && exception is not OperationCanceledException)
        {
            throw reader.Fault;
        }
    }
}
