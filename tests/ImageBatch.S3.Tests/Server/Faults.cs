using ImageBatch.Testing;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.S3.Tests.Server;

/// <summary>What a request meets on its way.</summary>
/// <param name="context">The request.</param>
/// <param name="server">Passes it on to the server.</param>
/// <returns>The answer to send; null where the connection has been dealt with.</returns>
internal delegate Task<Answer?> Fault(HttpContext context, Func<Task<Answer>> server);

internal static class Faults
{
    public static Fault Error(int status, string code, string message = "Told to.") =>
        (_, _) => Task.FromResult<Answer?>(Answer.Error(status, code, message));

    public static Fault Error503SlowDown { get; } = Error(503, "SlowDown");

    public static Fault Error500 { get; } = Error(500, "InternalError");

    /// <summary>No fault at all, to have one behind it.</summary>
    public static Fault None { get; } = async (_, server) => await server();

    /// <summary>The connection breaks in the middle of the request's body.</summary>
    public static Fault CutUpload(int after) => async (context, _) =>
    {
        await context.Request.Body.ReadExactlyAsync(new byte[after]);
        context.Abort();
        return null;
    };

    /// <summary>The server's answer, with another header than its own.</summary>
    public static Fault Header(string name, string value) => async (_, server) =>
    {
        var answer = await server();
        return answer with { Headers = new Dictionary<string, string[]>(answer.Headers) { [name] = [value] } };
    };

    /// <summary>One bit of the request's body arrives as another.</summary>
    public static Fault DamagedUpload { get; } = async (context, server) =>
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        body.GetBuffer()[body.Length / 2] ^= 1;
        body.Position = 0;
        context.Request.Body = body;
        return await server();
    };

    /// <summary>A proxy in between fails, and shows in its error what it got.</summary>
    public static Fault Echo { get; } = (context, _) => Task.FromResult<Answer?>(new(
        502,
        new Dictionary<string, string[]> { ["Content-Type"] = ["text/html"] },
        System.Text.Encoding.UTF8.GetBytes($"<html>Bad gateway: {string.Join(", ", context.Request.Headers)}</html>")));

    /// <summary>The server has done it, and the connection breaks before it says so.</summary>
    public static Fault LostAnswer { get; } = async (context, server) =>
    {
        await server();
        context.Abort();
        return null;
    };

    /// <summary>The connection breaks in the middle of the answer's body.</summary>
    public static Fault CutDownload(int after) => async (context, server) =>
    {
        await (await server()).SendAsync(context.Response, after);
        context.Abort();
        return null;
    };

    /// <summary>The answer's body has no length, and ends as if it were whole.</summary>
    public static Fault WithoutLength { get; } = async (context, server) =>
    {
        await (await server()).SendAsync(context.Response, withLength: false);
        return null;
    };

    /// <summary>Nothing more comes after the first bytes of the answer's body.</summary>
    public static Fault StalledDownload(int after) => async (context, server) =>
    {
        await (await server()).SendAsync(context.Response, after);
        await Hang.UntilAsync(context.RequestAborted);
        return null;
    };

    /// <summary>The server gets to hear of it late, or never if the caller gives up before.</summary>
    public static Fault Slow(TimeSpan delay) => async (context, server) =>
    {
        await Task.Delay(delay, context.RequestAborted);
        return await server();
    };

    /// <summary>The connection stays, and nothing comes.</summary>
    public static Fault NoAnswer { get; } = Slow(Timeout.InfiniteTimeSpan);
}
