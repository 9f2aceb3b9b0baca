using System.Diagnostics;
using System.Text;

namespace ImageBatch.RabbitMQ.Messages;

/// <summary>
/// Carries the current activity in the headers of a message, as W3C Trace Context has it. The client library does so too,
/// but only while someone listens to its own activities, and those of its consumers end before the work on an image begins.
/// </summary>
internal static class TraceHeaders
{
    private const string Parent = "traceparent";
    private const string State = "tracestate";

    /// <summary>Headers for a message of the current activity; the library adds its own to them.</summary>
    public static Dictionary<string, object?> Create()
    {
        var headers = new Dictionary<string, object?>();
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity)
        {
            headers[Parent] = id;
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                headers[State] = state;
            }
        }

        return headers;
    }

    /// <summary>Reads what a message carries; default where that is nothing, or nothing legible.</summary>
    public static ActivityContext Read(IDictionary<string, object?>? headers) =>
        Text(headers, Parent) is { } parent && ActivityContext.TryParse(parent, Text(headers, State), isRemote: true, out var context)
            ? context
            : default;

    private static string? Text(IDictionary<string, object?>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out var value) && value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;
}
