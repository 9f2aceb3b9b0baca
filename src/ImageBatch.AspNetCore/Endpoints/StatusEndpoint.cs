using System.ComponentModel;
using ImageBatch.AspNetCore.Contracts;
using ImageBatch.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>GET status/{request_id}: a job as it stands.</summary>
internal static class StatusEndpoint
{
    private const string Route = "status/{request_id}";

    public static void Map(RouteGroupBuilder group) => group.MapGet(Route, HandleAsync)
        .Describe(
            "Status",
            Route,
            "Read how far a job is",
            "Answers with the job's counters, its webhook and its first images. Retry-After says when to ask again.")
        .Produces<JobResponse>()
        .Fails(400, 404);

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        [FromRoute(Name = "request_id")] string requestId,
        [FromQuery(Name = "images"), Description("How many images to show, 0 to 1,000; 100 by default, 0 leaves them out.")] string? images,
        [FromServices] IImageBatchClient client)
    {
        var id = RequestParameters.ReadId(requestId);
        var count = RequestParameters.ReadNumber("images", images, JobAnswers.DefaultImages, 0, JobAnswers.MaxImages);
        var job = await client.GetAsync(id, http.RequestAborted).ConfigureAwait(false);
        return await JobAnswers.AnswerAsync(http, client, job, ApiAddress.Of(http.Request, depth: 2), count).ConfigureAwait(false);
    }
}
