using Microsoft.AspNetCore.Http;

namespace ImageBatch.S3.Tests.Server;

/// <summary>A whole answer, as the server gave it or as S3 would.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string[]> Headers, byte[] Body)
{
    /// <summary>An error in the form that S3 gives it.</summary>
    public static Answer Error(int status, string code, string message = "Told to.") => Xml(
        status, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message><RequestId>req-1</RequestId></Error>");

    public static Answer Xml(int status, string body) => new(
        status,
        new Dictionary<string, string[]> { ["Content-Type"] = ["application/xml"] },
        System.Text.Encoding.UTF8.GetBytes(body));

    /// <summary>Sends the head and the first bytes of the body.</summary>
    public async Task SendAsync(HttpResponse response, int? bytes = null, bool withLength = true)
    {
        response.StatusCode = Status;
        foreach (var (name, values) in Headers)
        {
            response.Headers[name] = values;
        }

        if (withLength)
        {
            response.ContentLength = Status is 204 or 304 ? null : Body.Length;
        }

        await response.Body.WriteAsync(Body.AsMemory(0, bytes ?? Body.Length));
        await response.Body.FlushAsync();
    }
}
