using System.Data.Common;
using System.Net.Sockets;
using ImageBatch.Client;
using ImageBatch.Diagnostics;
using ImageBatch.Ports;
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
        catch (JobDamagedException damage)
        {
            // Which file or row it is, is for the log.
            Log.DataDamaged(LoggerOf(http), http.Request.Method, PathOf(http), damage.Message);
            return Problems.Of(
                StatusCodes.Status500InternalServerError,
                ApiErrorCodes.StoreDamaged,
                "What was kept of the job is missing or damaged: it has to be restored from a backup, or the catalogue uploaded again.");
        }
        catch (Exception exception)
        {
            // Contract of the ports: what is not named means that a store cannot be reached.
            ReportFailure(http, exception);
            ForgetAnswer(http.Response);
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable,
                ApiErrorCodes.StoreUnavailable,
                "The store cannot be reached at the moment: send the same request again later.");
        }
    }

    /// <summary>
    /// Of a store that is away the log speaks once in a while, not at each request. What is no outage is a fault of the program
    /// perhaps: it is told with its stack trace.
    /// </summary>
    private static void ReportFailure(HttpContext http, Exception exception)
    {
        var (logger, method, path) = (LoggerOf(http), http.Request.Method, PathOf(http));
        var cause = exception.GetBaseException();
        var isOutage = cause is IOException or SocketException or TimeoutException or DbException or HttpRequestException
            or UnauthorizedAccessException;
        if (!isOutage || http.RequestServices.GetService<Outages>()?.IsDue("Requests", exception) != false)
        {
            Log.RequestFailed(logger, isOutage ? null : exception, method, path, cause.Message);
        }

        Log.RequestFailedBecause(logger, exception, method, path);
    }

    /// <summary>Takes back what was said of an answer that has not begun: a problem is longer, and of another type.</summary>
    private static void ForgetAnswer(HttpResponse response)
    {
        response.ContentLength = null;
        foreach (var header in (string[])["ETag", "Accept-Ranges", "Content-Range", "Last-Modified", "Content-Disposition"])
        {
            response.Headers.Remove(header);
        }
    }

    private static string PathOf(HttpContext http) => http.Request.Path.ToUriComponent();

    public static ILogger LoggerOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("ImageBatch.AspNetCore");
}
