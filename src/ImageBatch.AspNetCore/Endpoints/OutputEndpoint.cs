using ImageBatch.AspNetCore.Errors;
using ImageBatch.AspNetCore.Security;
using ImageBatch.Client;
using ImageBatch.Model;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>GET images/{request_id}/{name}: an output image, for image stores without public URLs.</summary>
internal static class OutputEndpoint
{
    private const string Route = "images/{request_id}/{name}";

    private static readonly string[] ContentTypes =
    [
        .. Enum.GetValues<ImageFormat>()
            .Where(format => format != ImageFormat.Unknown)
            .Select(format => ImageFormats.ContentTypeOf("." + ImageFormats.ExtensionOf(format))),
    ];

    private static readonly SignedRoute Signed = new(
        values => $"images/{values["request_id"]}/{values["name"]}");

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet(Route, HandleAsync)
            .Describe(
                "Output",
                Route,
                "Read an output image",
                "Its name is made of its content, so that it can be cached for ever. Ranges and If-None-Match are understood.")
            .Produces<Stream>(StatusCodes.Status200OK, ContentTypes[0], ContentTypes[1..])
            .Produces<Stream>(StatusCodes.Status206PartialContent, ContentTypes[0], ContentTypes[1..])
            .Produces(StatusCodes.Status304NotModified)
            .Fails(400, 404)
            .WithMetadata(Signed, OpenToOwnCalls.Instance);

        // Apart from GET, whose name two methods of one endpoint would share as an operation's id.
        group.MapMethods(Route, [HttpMethods.Head], HandleAsync).ExcludeFromDescription()
            .WithMetadata(Signed, OpenToOwnCalls.Instance);
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        [FromRoute(Name = "request_id")] string requestId,
        [FromRoute(Name = "name")] string name,
        [FromServices] IImageBatchClient client)
    {
        var id = RequestParameters.ReadId(requestId);
        if (!OutputKey.TryCreate(id, name, out var key))
        {
            throw Refusals.ImageNotFound();
        }

        var image = await client.OpenOutputAsync(key, http.RequestAborted).ConfigureAwait(false)
            ?? throw Refusals.ImageNotFound();
        await using (image.ConfigureAwait(false))
        {
            SetHeaders(http, image.Length, image.Content.CanSeek);
            var result = Results.Stream(
                image.Content,
                key.ContentType,
                entityTag: new EntityTagHeaderValue($"\"{name}\""),
                enableRangeProcessing: image.Content.CanSeek);

            // Run here, inside the filter that answers for a store that fails.
            await result.ExecuteAsync(http).ConfigureAwait(false);
        }

        return Results.Empty;
    }

    private static void SetHeaders(HttpContext http, long length, bool seekable)
    {
        // An output is made of what a stranger's server sent: no browser may take it for more than an image.
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox";

        // What only some may read is not for caches that many share.
        var audience = http.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null ? "public" : "private";
        headers.CacheControl = $"{audience}, max-age=31536000, immutable";
        if (!seekable)
        {
            http.Response.ContentLength = length;
        }
    }
}
