using System.Diagnostics;

namespace ImageBatch.Benchmarks.Reports;

/// <summary>Starts this program once more, with other words; its input and output are the starter's.</summary>
internal static class OwnProcess
{
    public static Process Start(IEnumerable<string> words)
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

        return Process.Start(start)!;
    }
}
