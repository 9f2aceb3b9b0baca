using ImageBatch.CrashWorker;

namespace ImageBatch.Crash.Tests;

[Collection(WorkerStores.FileSystem)]
public sealed class FileSystemRandomKillTests(ITestOutputHelper output) : RandomKillTests(WorkerStores.FileSystem, output);

[Collection(WorkerStores.FileSystem)]
public sealed class FileSystemFreezeTests() : FreezeTests(WorkerStores.FileSystem);
