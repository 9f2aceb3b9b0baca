using System.Diagnostics;
using System.Globalization;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>Most memory that this process ever had resident, in bytes.</summary>
internal static class PeakMemory
{
    public static long Read()
    {
        const string Status = "/proc/self/status";
        const string Peak = "VmHWM:";

        // What the runtime answers on Linux is what is resident now, not what was.
        var line = File.Exists(Status)
            ? File.ReadLines(Status).First(line => line.StartsWith(Peak, StringComparison.Ordinal))
            : null;
        return line is null
            ? Process.GetCurrentProcess().PeakWorkingSet64
            : long.Parse(line.AsSpan(Peak.Length).Trim(" \tkB"), CultureInfo.InvariantCulture) * 1024;
    }
}
