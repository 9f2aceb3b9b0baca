namespace ImageBatch.SampleHost.Configuration;

/// <summary>A codec that the configuration may name.</summary>
/// <param name="Name">Its name, which is also that of the section with its options.</param>
/// <param name="MissingPackage">The package that the feed lacked when the host was built; null where it is there.</param>
/// <param name="Add">Registers it; null where its package is missing.</param>
internal sealed record HostCodec(
    string Name, string? MissingPackage, Func<IImageBatchBuilder, IConfigurationSection, IImageBatchBuilder>? Add);
