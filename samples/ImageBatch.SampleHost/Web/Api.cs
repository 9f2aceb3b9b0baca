using ImageBatch.AspNetCore;
using ImageBatch.SampleHost.Configuration;
using ImageBatch.SampleHost.Security;

namespace ImageBatch.SampleHost.Web;

/// <summary>What a node with the role Api serves: the API, its document, the list of its routes and the sample images.</summary>
internal static class Api
{
    public static void AddApi(this IServiceCollection services, HostSettings settings)
    {
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = HostProblems.Customize);
        services.AddOpenApi(document => document.AddApiKey(settings));
        services.AddApiKey(settings);
        services.Configure<ImageBatchApiOptions>(api => api.AllowedOrigins = settings.AllowedOrigins);
        services.AddUploadLimit(settings);
    }

    public static void UseApi(this WebApplication app, HostSettings settings)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSampleImages();
        app.UseRouting();
        app.UseApiKey(settings);
        app.UseRateLimiter(); // Behind the key: what strangers send is not counted against anyone.
        app.MapOpenApi();
        app.MapRouteList();
        foreach (var prefix in settings.Prefixes)
        {
            app.MapImageBatch(prefix).RequireApiKey(settings);
        }
    }
}
