using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace ImageBatch.SampleHost.Observability;

/// <summary>
/// Completes the activities of requests by what is known when they end: the route, which also names them, and the status.
/// Requests for the node's health are not recorded: they come every few seconds and say nothing.
/// </summary>
internal static class RequestTraces
{
    public static void UseRequestTraces(this WebApplication app) => app.Use(async (http, next) =>
    {
        await next(http);
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } activity)
        {
            return;
        }

        if (http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        activity.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} /{route.TrimStart('/')}";
        activity.SetTag("http.route", route);
        activity.SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= 500)
        {
            activity.SetStatus(ActivityStatusCode.Error, http.Response.StatusCode.ToString(CultureInfo.InvariantCulture));
        }
    });
}
