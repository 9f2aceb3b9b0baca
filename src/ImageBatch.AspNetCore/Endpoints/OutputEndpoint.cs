using System.Globalization;
using ImageBatch.AspNetCore.Errors;
using ImageBatch.AspNetCore.Security;
using ImageBatch.Client;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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
        http.Response.OnStarting(() => SetCaching(http));
        var id = RequestParameters.ReadId(requestId);
        if (!OutputKey.TryCreate(id, name, out var key))
        {
            throw Refusals.ImageNotFound();
        }

        var image = await client.OpenOutputAsync(key, http.RequestAborted).ConfigureAwait(false)
            ?? throw await RefuseAsync(http, client, key).ConfigureAwait(false);
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

    /// <summary>An output that a job says it has, and the store has not, is a fault that somebody should hear of.</summary>
    private static async Task<RequestException> RefuseAsync(HttpContext http, IImageBatchClient client, OutputKey key)
    {
        if (!await WasMadeAsync(client, key, http.RequestAborted).ConfigureAwait(false))
        {
            return Refusals.ImageNotFound();
        }

        if (http.RequestServices.GetService<Outages>()?.IsDue("Outputs", new FileNotFoundException($"{key}")) != false)
        {
            Log.OutputMissing(ErrorFilter.LoggerOf(http), key.Name, key.Job);
        }

        return Refusals.ImageMissing();
    }

    private static async Task<bool> WasMadeAsync(IImageBatchClient client, OutputKey key, CancellationToken cancellationToken)
    {
        var index = int.Parse(key.Name.AsSpan(0, key.Name.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        var page = await client.ReadImagesAsync(key.Job, ImageStatus.Succeeded, index - 1, 1, cancellationToken).ConfigureAwait(false);
        return page is [{ Output: { } output }] && output.Name == key.Name;
    }

    private static void SetHeaders(HttpContext http, long length, bool seekable)
    {
        // An output is made of what a stranger's server sent: no browser may take it for more than an image.
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox";
        if (!seekable)
        {
            http.Response.ContentLength = length;
        }
    }

    /// <summary>
    /// The output is the same for ever, in whole or in part. What else is answered, as that there is none yet, that it has no
    /// such range, or that the store is away, holds for the moment; which it is shows only when the answer starts.
    /// </summary>
    private static Task SetCaching(HttpContext http)
    {
        var isOutput = http.Response.StatusCode
            is StatusCodes.Status200OK or StatusCodes.Status206PartialContent or StatusCodes.Status304NotModified;

        // What only some may read is not for caches that many share.
        var audience = http.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null ? "public" : "private";
        http.Response.Headers.CacheControl = isOutput ? $"{audience}, max-age=31536000, immutable" : "no-store";
        return Task.CompletedTask;
    }
}
