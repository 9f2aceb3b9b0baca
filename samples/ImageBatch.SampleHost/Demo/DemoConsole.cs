using Spectre.Console;

namespace ImageBatch.SampleHost.Demo;

/// <summary>Keeps colours and control sequences out of files and pipes.</summary>
internal static class DemoConsole
{
    // Spectre takes what is no terminal for 80 columns wide, in which the table would break its cells.
    private const int PlainWidth = 160;

    public static void Prepare()
    {
        if (Console.IsOutputRedirected)
        {
            var profile = AnsiConsole.Profile;
            profile.Width = PlainWidth;
            profile.Capabilities.Ansi = false;
            profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }
    }
}
