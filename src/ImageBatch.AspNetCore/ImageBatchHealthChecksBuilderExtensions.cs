using ImageBatch.AspNetCore.Health;
using ImageBatch.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health checks of ImageBatch.</summary>
public static class ImageBatchHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check for each part that can fail, named after it: <c>job_store</c>, <c>image_store</c>, <c>queue</c>, which
    /// fails while a node that dispatches or works cannot reach it, and <c>processing</c>, which fails while every
    /// compression slot is held by a codec that does not end. All carry the tags <c>imagebatch</c> and <c>ready</c>: they
    /// say whether a node can serve, not whether it lives. A store that answers and could not keep anything new is
    /// unhealthy too, where it is an <c>IStoreProbe</c>. A queue that neither is one nor reports itself (<c>IEngineHealth</c>) is degraded,
    /// with <c>unknown</c> among the data of its entry. Descriptions may be seen from outside; exceptions may not.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="timeout">How long a part may take to answer; 5 s by default.</param>
    public static IHealthChecksBuilder AddImageBatch(this IHealthChecksBuilder builder, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string[] tags = ["imagebatch", "ready"];
        var limit = timeout ?? TimeSpan.FromSeconds(5);
        return builder
            .AddCheck<JobStoreHealthCheck>("job_store", tags: tags, timeout: limit)
            .AddCheck<ImageStoreHealthCheck>("image_store", tags: tags, timeout: limit)
            .AddCheck<QueueHealthCheck>(EngineParts.Queue, tags: tags, timeout: limit)
            .AddCheck<EngineHealthCheck>(EngineParts.Processing, tags: tags, timeout: limit);
    }
}
