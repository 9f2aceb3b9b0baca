using ImageBatch.SampleHost.Configuration;

namespace ImageBatch.SampleHost.Security;

/// <summary>
/// Guards the API with <c>ImageBatch:ApiKey</c>. Outputs and result CSVs then are links, signed with a key derived from
/// it, so that a browser and the receiver of a webhook can open them.
/// </summary>
internal static class ApiKey
{
    public static IServiceCollection AddApiKey(this IServiceCollection services, HostSettings settings)
    {
        if (settings.ApiKey is { } key)
        {
            services.AddAuthorization().AddAuthentication(ApiKeyAuthentication.Name)
                .AddScheme<ApiKeyOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Name, options => options.SetKey(key));
        }

        return services;
    }

    public static IImageBatchBuilder UseApiKeyLinks(this IImageBatchBuilder batch, HostSettings settings) =>
        batch.UseSignedUrls(links =>
        {
            if (settings.ApiKey is { } key && links.Secrets.Count == 0)
            {
                links.Secrets = [key];
            }
        });

    public static void UseApiKey(this WebApplication app, HostSettings settings)
    {
        if (settings.ApiKey is not null)
        {
            app.UseAuthentication();
            app.UseAuthorization();
        }
    }

    public static void RequireApiKey(this RouteGroupBuilder api, HostSettings settings)
    {
        if (settings.ApiKey is not null)
        {
            api.RequireAuthorization();
        }
    }
}
