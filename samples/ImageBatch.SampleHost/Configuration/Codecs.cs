namespace ImageBatch.SampleHost.Configuration;

/// <summary>The codecs that this host knows, in the order in which they are asked unless the configuration has another.</summary>
internal static class Codecs
{
    private static readonly (string Name, Func<IImageBatchBuilder, IConfigurationSection, IImageBatchBuilder> Add)[] Known =
    [
        ("Recompression", (batch, section) => batch.AddRecompression(section)),
        ("Magick", (batch, section) => batch.AddMagick(section)),
        ("ImageSharp", (batch, section) => batch.AddImageSharp(section)),
    ];

    private static string[] Names => [.. Known.Select(codec => codec.Name)];

    /// <summary>Adds the codecs that are asked for, or all; each has its options in the section of its name.</summary>
    /// <exception cref="InvalidOperationException">A codec is unknown.</exception>
    public static IImageBatchBuilder AddCodecs(
        this IImageBatchBuilder batch, HostSettings settings, IConfigurationSection section)
    {
        foreach (var name in settings.Codecs ?? Names)
        {
            var codec = Array.Find(Known, known => HostSettings.Is(name, known.Name));
            if (codec.Add is null)
            {
                throw HostSettings.Unknown("Codecs", name, Names);
            }

            codec.Add(batch, section.GetSection(codec.Name));
        }

        return batch;
    }
}
