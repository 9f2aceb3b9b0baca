namespace ImageBatch.Benchmarks.Jpeg;

/// <summary>
/// Bytes that a warm pass allocates, counted on its own thread. BenchmarkDotNet counts the whole process, in steps
/// of a thread's allocation context of 8 KiB: too coarse to show that nothing is allocated.
/// </summary>
internal static class JpegAllocations
{
    private static readonly Dictionary<string, long> Bytes = [];

    public static void Measure(string benchmark, Func<int> pass)
    {
        // The least of some passes: what the runtime does once may fall into one of them.
        Bytes[benchmark] = Enumerable.Range(0, 3).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            pass();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    /// <summary>Null where the benchmark has not run.</summary>
    public static double? Find(string benchmark) => Bytes.TryGetValue(benchmark, out var bytes) ? bytes : null;
}
