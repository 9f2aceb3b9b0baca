using ImageBatch.AspNetCore.Contracts;
using ImageBatch.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>POST cancel/{request_id}: ends a job with what is done.</summary>
internal static class CancelEndpoint
{
    private const string Route = "cancel/{request_id}";

    public static void Map(RouteGroupBuilder group) => group.MapPost(Route, HandleAsync)
        .Describe(
            "Cancel",
            Route,
            "Cancel an unfinished job",
            "Every pending image becomes Cancelled and the job is finished; the outputs made so far stay.")
        .Produces<JobResponse>()
        .Fails(400, 404, 409);

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        [FromRoute(Name = "request_id")] string requestId,
        [FromServices] IImageBatchClient client)
    {
        var id = RequestParameters.ReadId(requestId);
        var result = await client.CancelAsync(id, http.RequestAborted).ConfigureAwait(false);
        return await JobAnswers
            .AnswerAsync(http, client, result.Require(id), ApiAddress.Of(http.Request, depth: 2))
            .ConfigureAwait(false);
    }
}
