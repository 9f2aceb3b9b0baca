using ImageBatch.AspNetCore.Contracts;
using ImageBatch.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>POST retry/{request_id}: starts the next run with the images that failed.</summary>
internal static class RetryEndpoint
{
    private const string Route = "retry/{request_id}";

    public static void Map(RouteGroupBuilder group) => group.MapPost(Route, HandleAsync)
        .Describe(
            "Retry",
            Route,
            "Retry the failed images of a finished job",
            "The failed images become Pending in the job's next run; its webhook is sent again when that run finishes.")
        .Produces<JobResponse>()
        .Fails(400, 404, 409);

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        [FromRoute(Name = "request_id")] string requestId,
        [FromServices] IImageBatchClient client)
    {
        var id = RequestParameters.ReadId(requestId);
        var result = await client.RetryFailedAsync(id, http.RequestAborted).ConfigureAwait(false);
        return await JobAnswers
            .AnswerAsync(http, client, result.Require(id), ApiAddress.Of(http.Request, depth: 2))
            .ConfigureAwait(false);
    }
}
