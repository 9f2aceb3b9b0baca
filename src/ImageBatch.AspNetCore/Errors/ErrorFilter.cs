using ImageBatch.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageBatch.AspNetCore.Errors;

/// <summary>Turns what a route throws into a problem document.</summary>
internal static class ErrorFilter
{
    private const string RetryAfterSeconds = "5";

    public static async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            throw; // The client is gone: nobody reads an answer, and nothing is wrong here.
        }
        catch (Exception exception) when (http.Response.HasStarted)
        {
            // Status and headers are out. A connection that breaks off is the only way left to say that it failed.
            Log.AnswerBroken(LoggerOf(http), exception, http.Request.Method, PathOf(http));
            http.Abort();
            return Results.Empty;
        }
        catch (RequestException refusal)
        {
            Log.RequestRefused(LoggerOf(http), http.Request.Method, PathOf(http), refusal.Code);
            return Problems.Of(refusal);
        }
        catch (SubmissionException refusal)
        {
            Log.RequestRefused(LoggerOf(http), http.Request.Method, PathOf(http), refusal.Code);
            if (refusal.Code is SubmissionErrorCodes.IdempotencyInFlight or SubmissionErrorCodes.UploadBusy)
            {
                http.Response.Headers.RetryAfter = refusal.Code == SubmissionErrorCodes.UploadBusy ? RetryAfterSeconds : "1";
            }

            return Problems.Of(refusal);
        }
        catch (Exception exception)
        {
            // Contract of the ports: what is not named means that a store cannot be reached.
            Log.RequestFailed(LoggerOf(http), exception, http.Request.Method, PathOf(http));
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable,
                ApiErrorCodes.StoreUnavailable,
                "The store cannot be reached at the moment: send the same request again later.");
        }
    }

    private static string PathOf(HttpContext http) => http.Request.Path.ToUriComponent();

    private static ILogger LoggerOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("ImageBatch.AspNetCore");
}
