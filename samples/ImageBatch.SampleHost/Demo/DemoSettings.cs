using System.Globalization;
using ImageBatch.SampleHost.Configuration;

namespace ImageBatch.SampleHost.Demo;

/// <summary>What <c>--demo</c> sets, whatever else is configured.</summary>
internal static class DemoSettings
{
    /// <summary>A fresh data folder; and for a host of its own a free port, all roles, leave to call itself, and a quiet log.</summary>
    public static void UseDemoSettings(this WebApplicationBuilder builder)
    {
        var section = HostSettings.Section;
        var dataPath = builder.Configuration[$"{section}:{nameof(HostSettings.DataPath)}"] ?? "data";
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Urls"] = "http://127.0.0.1:0",
            [$"{section}:{nameof(HostSettings.DataPath)}"] = FreshFolder(dataPath),
            [$"{section}:{nameof(HostSettings.Roles)}"] = null, // Where it was one line.
            [$"{section}:{nameof(HostSettings.Roles)}:0"] = nameof(HostRoles.All),
            [$"{section}:Http:AllowPrivateNetworks"] = "true",
        });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter(null, LogLevel.Warning);
    }

    private static string FreshFolder(string parent)
    {
        var name = TimeProvider.System.GetLocalNow().ToString("'demo-'yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var folder = Path.Combine(parent, name);
        for (var number = 2; Directory.Exists(folder); number++)
        {
            folder = Path.Combine(parent, $"{name}-{number}");
        }

        return folder;
    }
}
