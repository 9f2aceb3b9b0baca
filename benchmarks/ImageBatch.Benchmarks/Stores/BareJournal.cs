using System.Diagnostics;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>
/// The yardstick of the store in a folder: a loop that appends as many bytes as a store's journal got, as they were
/// written, and flushes where it flushed. It knows no jobs, makes no records and answers nobody.
/// </summary>
internal static class BareJournal
{
    public static StoreRun Run(string folder, IReadOnlyList<DiskCall> calls, int images)
    {
        var path = Path.Combine(folder, "bare");
        var bytes = new byte[calls.Max(call => call.Bytes)];
        Random.Shared.NextBytes(bytes);
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite))
        {
            var end = 0L;
            foreach (var call in calls)
            {
                if (call.IsFlush)
                {
                    RandomAccess.FlushToDisk(file);
                }
                else
                {
                    RandomAccess.Write(file, bytes.AsSpan(0, call.Bytes), end);
                    end += call.Bytes;
                }
            }
        }

        var run = new StoreRun(
            images,
            Stopwatch.GetElapsedTime(start),
            Environment.CpuUsage.TotalTime - processor,
            calls.Count(call => call.IsFlush));
        File.Delete(path);
        return run;
    }
}
