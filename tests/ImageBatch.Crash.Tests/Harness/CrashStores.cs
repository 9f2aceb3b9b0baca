using ImageBatch.CrashWorker;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>The job stores that every test here runs on.</summary>
internal static class CrashStores
{
    public static TheoryData<string> All => [WorkerStores.FileSystem];
}
