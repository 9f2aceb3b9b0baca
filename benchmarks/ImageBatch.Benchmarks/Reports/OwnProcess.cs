using System.Diagnostics;

namespace ImageBatch.Benchmarks.Reports;

/// <summary>Starts this program once more, with other words; its input and output are the starter's.</summary>
internal static class OwnProcess
{
    public static Process Start(IEnumerable<string> words, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // Under the dotnet host the program is its first word; an executable of its own has none.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(typeof(OwnProcess).Assembly.Location);
        }

        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
