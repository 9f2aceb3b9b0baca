using ImageBatch.AspNetCore.Errors;
using ImageBatch.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>DELETE status/{request_id}: a job and its outputs are gone.</summary>
internal static class DeleteEndpoint
{
    private const string Route = "status/{request_id}";

    public static void Map(RouteGroupBuilder group) => group.MapDelete(Route, HandleAsync)
        .Describe(
            "Delete", Route, "Delete a job and its outputs", "Deletes the job, finished or not, its images and its webhook's delivery.")
        .Produces(StatusCodes.Status204NoContent)
        .Fails(400, 403, 404);

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        [FromRoute(Name = "request_id")] string requestId,
        [FromServices] IImageBatchClient client)
    {
        var id = RequestParameters.ReadId(requestId);
        return await client.DeleteAsync(id, http.RequestAborted).ConfigureAwait(false)
            ? Results.NoContent()
            : throw Refusals.JobNotFound(id);
    }
}
