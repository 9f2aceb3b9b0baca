using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageBatch.AspNetCore.Security;

/// <summary>Fails the mapping where an allowed origin is none, which would allow nothing without a word.</summary>
internal static class OriginCheck
{
    /// <exception cref="InvalidOperationException">One is none.</exception>
    public static void Run(IServiceProvider services)
    {
        var origins = services.GetService<IOptions<ImageBatchApiOptions>>()?.Value.AllowedOrigins ?? [];
        foreach (var origin in origins.Where(origin => !WebOrigin.TryParse(origin, out _)))
        {
            throw new InvalidOperationException(
                $"AllowedOrigins: '{origin}' is no origin. Write scheme, host and port without a path or a slash at the end, such as "
                + "https://shop.example.com.");
        }
    }
}
