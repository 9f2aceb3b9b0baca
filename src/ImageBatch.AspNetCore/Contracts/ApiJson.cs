using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageBatch.AspNetCore.Contracts;

/// <summary>
/// How the API reads and writes JSON, whatever the host's own options say. The members carry their names as
/// attributes, so that an OpenAPI document, which goes by the host's options, shows the same names.
/// </summary>
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(DryRunResponse))]
[JsonSerializable(typeof(ImagesResponse))]
[JsonSerializable(typeof(JobResponse))]
[JsonSerializable(typeof(UploadResponse))]
[JsonSerializable(typeof(WebhookRequest))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    // Answers are JSON documents, never parts of an HTML page: URLs keep their "&", names their letters.
    public static ApiJson Context { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
