namespace ImageBatch.SampleHost.Configuration;

/// <summary>The codecs that this host knows, in the order in which they are asked unless the configuration has another.</summary>
internal static class Codecs
{
    private static readonly HostCodec[] Known =
    [
        new("Recompression", null, (batch, section) => batch.AddRecompression(section)),
#if HAS_IMAGESHARP
        new("ImageSharp", null, (batch, section) => batch.AddImageSharp(section)),
#else
        new("ImageSharp", "SixLabors.ImageSharp", null),
#endif
#if HAS_MAGICK
        new("Magick", null, (batch, section) => batch.AddMagick(section)),
#else
        new("Magick", "Magick.NET-Q8-AnyCPU", null),
#endif
    ];

    private static string[] Available => [.. Known.Where(codec => codec.Add is not null).Select(codec => codec.Name)];

    /// <summary>Adds the codecs that are asked for, or all there are.</summary>
    /// <exception cref="InvalidOperationException">A codec is unknown, or this host was built without its package.</exception>
    public static IImageBatchBuilder AddCodecs(
        this IImageBatchBuilder batch, HostSettings settings, IConfigurationSection section)
    {
        foreach (var name in settings.Codecs ?? Available)
        {
            var codec = Known.FirstOrDefault(known => HostSettings.Is(name, known.Name))
                ?? throw HostSettings.Unknown("Codecs", name, Available);
            batch = codec.Add is { } add ? add(batch, section.GetSection(codec.Name)) : throw Missing(codec);
        }

        return batch;
    }

    /// <summary>Says which codecs this host was built without.</summary>
    public static void LogMissing(ILogger logger)
    {
        foreach (var codec in Known.Where(codec => codec.Add is null))
        {
            Log.CodecMissing(logger, codec.Name, codec.MissingPackage!);
        }
    }

    private static InvalidOperationException Missing(HostCodec codec) => new(
        $"ImageBatch:Codecs names {codec.Name}, and this host was built on a package feed without {codec.MissingPackage}. "
        + $"It has: {string.Join(", ", Available)}.");
}
