namespace Microsoft.Extensions.DependencyInjection;

internal sealed class ImageBatchBuilder(IServiceCollection services) : IImageBatchBuilder
{
    public IServiceCollection Services { get; } = services;
}
