using ImageBatch.AspNetCore.Errors;
using ImageBatch.AspNetCore.Security;
using ImageBatch.Client;
using ImageBatch.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>GET download/{request_id}: the result CSV.</summary>
internal static class DownloadEndpoint
{
    private const string Route = "download/{request_id}";

    private static readonly SignedRoute Signed = new(values => $"download/{values["request_id"]}");

    public static void Map(RouteGroupBuilder group) => group.MapGet(Route, HandleAsync)
        .Describe(
            "Download",
            Route,
            "Download the result CSV of a finished job",
            "The columns of the uploaded CSV, then Output Image Urls (as many as inputs, an empty place where one failed) and Errors.")
        .Produces<string>(StatusCodes.Status200OK, "text/csv")
        .Fails(400, 404, 409)
        .WithMetadata(Signed);

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        [FromRoute(Name = "request_id")] string requestId,
        [FromServices] IImageBatchClient client)
    {
        var id = RequestParameters.ReadId(requestId);
        SetHeadersOnceWritten(http.Response, id);
        return await client.WriteResultCsvAsync(id, http.Response.Body, http.RequestAborted).ConfigureAwait(false) switch
        {
            ResultCsvOutcome.Written => Results.Empty,
            ResultCsvOutcome.NotFinished => throw Refusals.NotFinished("download its result CSV"),
            _ => throw Refusals.JobNotFound(id),
        };
    }

    /// <summary>Whether there is a CSV shows only with its first byte; until then the answer may become a problem.</summary>
    private static void SetHeadersOnceWritten(HttpResponse response, JobId id) => response.OnStarting(() =>
    {
        if (response.StatusCode == StatusCodes.Status200OK)
        {
            response.ContentType = "text/csv; charset=utf-8";
            response.Headers.ContentDisposition = $"attachment; filename=\"{id}.csv\"";
            response.Headers.CacheControl = "no-store";
            response.Headers.XContentTypeOptions = "nosniff";
        }

        return Task.CompletedTask;
    });
}
