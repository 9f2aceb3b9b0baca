using ImageBatch.CrashWorker;

namespace ImageBatch.Crash.Tests;

/// <summary>Beside what every store is asked: that the engine finds out of two suspects which it was.</summary>
[Collection(WorkerStores.FileSystem)]
public sealed class FileSystemPoisonTests() : PoisonTests(WorkerStores.FileSystem)
{
    [Fact]
    public Task Poisons_two_failAtTheirThirdDeaths_andTheRestSucceeds() => RunAsync(poisons: [3, 77], mostDeaths: 6);
}
