using System.ComponentModel;
using ImageBatch.AspNetCore.Contracts;
using ImageBatch.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>GET status/{request_id}/images: a job's images, a page at a time.</summary>
internal static class ImagesEndpoint
{
    private const string Route = "status/{request_id}/images";

    public static void Map(RouteGroupBuilder group) => group.MapGet(Route, HandleAsync)
        .Describe(
            "Images",
            Route,
            "List a job's images",
            "Answers with a page of images in index order; it has fewer than limit where they are long. Where next is not null, ask again with it as after.")
        .Produces<ImagesResponse>()
        .Fails(400, 404);

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        [FromRoute(Name = "request_id")] string requestId,
        [FromQuery(Name = "after"), Description("Only images after this index; the next of the page before.")] string? after,
        [FromQuery(Name = "limit"), Description("Most images to answer with, 1 to 1,000; 100 by default.")] string? limit,
        [FromQuery(Name = "status"), Description("Only images of this status: Pending, Succeeded, Failed or Cancelled.")] string? status,
        [FromServices] IImageBatchClient client)
    {
        var id = RequestParameters.ReadId(requestId);
        var afterIndex = RequestParameters.ReadNumber("after", after, -1, -1, int.MaxValue);
        var count = RequestParameters.ReadNumber("limit", limit, JobAnswers.DefaultImages, 1, JobAnswers.MaxImages);
        var imageStatus = RequestParameters.ReadStatus(status);

        var job = await client.GetAsync(id, http.RequestAborted).ConfigureAwait(false);
        var links = new JobLinks(client, ApiAddress.Of(http.Request, depth: 3));
        var page = await new ImagePage(client, job, links, imageStatus, afterIndex, count)
            .ReadAsync(http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(page, ApiJson.Context.ImagesResponse);
    }
}
