using System.Text.Json;
using ImageBatch.AspNetCore.Contracts;
using ImageBatch.AspNetCore.Errors;
using ImageBatch.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>POST webhook: sets or changes a job's webhook.</summary>
internal static class WebhookEndpoint
{
    private const string Route = "webhook";
    private const int MaxBodyBytes = 64 << 10;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Route, HandleAsync)
            .Describe(
                "Webhook",
                Route,
                "Set or change a job's webhook",
                "The job is announced to the URL when it finishes; a finished job is announced at once.")
            .Accepts<WebhookRequest>("application/json")
            .Produces<JobResponse>()
            .Fails(400, 403, 404, 408, 413, 415);
        group.MapPost(Route, IResult () => throw Refusals.UnsupportedMediaType(
            "Send a JSON body with Content-Type: application/json.")).ExcludeFromDescription();
    }

    private static async Task<IResult> HandleAsync(HttpContext http, [FromServices] IImageBatchClient client)
    {
        var body = await ReadAsync(http.Request, http.RequestAborted).ConfigureAwait(false);
        var id = RequestParameters.ReadId(body.RequestId);
        var result = await client.SetWebhookAsync(id, body.WebhookUrl ?? "", http.RequestAborted).ConfigureAwait(false);
        return await JobAnswers
            .AnswerAsync(http, client, result.Require(id), ApiAddress.Of(http.Request, depth: 1))
            .ConfigureAwait(false);
    }

    private static async Task<WebhookRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = MaxBodyBytes;
        }

        try
        {
            return await JsonSerializer
                .DeserializeAsync(request.Body, ApiJson.Context.WebhookRequest, cancellationToken)
                .ConfigureAwait(false) ?? throw InvalidJson();
        }
        catch (JsonException)
        {
            throw InvalidJson();
        }
        catch (BadHttpRequestException exception)
        {
            throw exception.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Refusals.BodyTooLarge(MaxBodyBytes),
                StatusCodes.Status408RequestTimeout => Refusals.Timeout(),
                _ => Refusals.InvalidBody(),
            };
        }
    }

    private static RequestException InvalidJson() => new(
        StatusCodes.Status400BadRequest,
        ApiErrorCodes.InvalidJson,
        "The body must be a JSON object with the texts request_id and webhook_url.");
}
