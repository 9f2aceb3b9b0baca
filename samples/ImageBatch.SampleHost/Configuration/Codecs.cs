namespace ImageBatch.SampleHost.Configuration;

/// <summary>The codecs that this host knows.</summary>
internal static class Codecs
{
    public const string Recompression = "Recompression";

    public static IImageBatchBuilder AddCodecs(
        this IImageBatchBuilder batch, HostSettings settings, IConfigurationSection section)
    {
        foreach (var codec in settings.Codecs ?? [Recompression])
        {
            batch = HostSettings.Is(codec, Recompression)
                ? batch.AddRecompression(section.GetSection(Recompression))
                : throw HostSettings.Unknown("Codecs", codec, Recompression);
        }

        return batch;
    }
}
