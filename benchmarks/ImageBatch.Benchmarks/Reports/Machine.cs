using System.Runtime.InteropServices;

namespace ImageBatch.Benchmarks.Reports;

/// <summary>The kind of machine that a report comes from.</summary>
internal static class Machine
{
    public static string Describe() =>
        $"{ProcessorName()}, {Environment.ProcessorCount} logical cores, {RuntimeInformation.OSDescription}, "
        + $"{RuntimeInformation.FrameworkDescription}";

    private static string ProcessorName()
    {
        const string List = "/proc/cpuinfo";
        var line = File.Exists(List)
            ? File.ReadLines(List).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
