namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Where adapters are plugged in; what each of them does is said by its extension method.</summary>
public interface IImageBatchBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
