namespace ImageBatch.SampleHost.Configuration;

/// <summary>The codecs that this host knows.</summary>
internal static class Codecs
{
    public const string Recompression = "Recompression";

    public static IImageBatchBuilder AddCodecs(this IImageBatchBuilder batch, HostSettings settings)
    {
        foreach (var codec in settings.Codecs ?? [Recompression])
        {
            batch = HostSettings.Is(codec, Recompression)
                ? batch.AddRecompression()
                : throw HostSettings.Unknown("Codecs", codec, Recompression);
        }

        return batch;
    }
}
