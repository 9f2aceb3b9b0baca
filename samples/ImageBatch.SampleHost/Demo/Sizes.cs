using System.Globalization;

namespace ImageBatch.SampleHost.Demo;

/// <summary>Writes numbers for people.</summary>
internal static class Sizes
{
    public static string Bytes(long? bytes) => bytes switch
    {
        null => "",
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.00} MB"),
    };

    public static string Saved(long? before, long? after) => before > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * (before - after) / before:0.0} %")
        : "";
}
