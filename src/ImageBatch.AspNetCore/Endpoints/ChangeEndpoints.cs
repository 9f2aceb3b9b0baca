using ImageBatch.AspNetCore.Contracts;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>POST cancel/{request_id} and retry/{request_id}: changes that a job's id says all of.</summary>
internal static class ChangeEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        Map(
            group,
            "Cancel",
            "cancel/{request_id}",
            "Cancel an unfinished job",
            "Every pending image becomes Cancelled and the job is finished; the outputs made so far stay.",
            (client, id, token) => client.CancelAsync(id, token));
        Map(
            group,
            "Retry",
            "retry/{request_id}",
            "Retry the failed images of a finished job",
            "The failed images become Pending in the job's next run; its webhook is sent again when that run finishes.",
            (client, id, token) => client.RetryFailedAsync(id, token));
    }

    private static void Map(
        RouteGroupBuilder group,
        string name,
        string route,
        string summary,
        string description,
        Func<IImageBatchClient, JobId, CancellationToken, Task<JobChangeResult>> change) => group.MapPost(
            route,
            async (
                HttpContext http,
                [FromRoute(Name = "request_id")] string requestId,
                [FromServices] IImageBatchClient client) =>
            {
                var id = RequestParameters.ReadId(requestId);
                var result = await change(client, id, http.RequestAborted).ConfigureAwait(false);
                return await JobAnswers
                    .AnswerAsync(http, client, result.Require(id), ApiAddress.Of(http.Request, depth: 2))
                    .ConfigureAwait(false);
            })
        .Describe(name, route, summary, description)
        .Produces<JobResponse>()
        .Fails(400, 403, 404, 409);
}
