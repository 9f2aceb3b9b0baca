using ImageBatch.SampleHost.Configuration;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ImageBatch.SampleHost.Security;

/// <summary>Says in the OpenAPI document how the API key is sent.</summary>
internal static class ApiKeyDocument
{
    public static void AddApiKey(this OpenApiOptions options, HostSettings settings)
    {
        if (settings.ApiKey is not null)
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                Describe(document);
                return Task.CompletedTask;
            });
        }
    }

    private static void Describe(OpenApiDocument document)
    {
        Add(document, "bearer", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The API key.",
        });
        Add(document, "api_key", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiKeyAuthentication.Header,
            Description = "The API key.",
        });
    }

    /// <summary>Adds a way to send the key; any one is enough.</summary>
    private static void Add(OpenApiDocument document, string name, OpenApiSecurityScheme scheme)
    {
        document.AddComponent(name, scheme);
        document.Security ??= [];
        document.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] });
    }
}
