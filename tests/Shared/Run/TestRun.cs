using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using ImageBatch.Testing;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(TestRun))]
[assembly: TestRun.Watched]

namespace ImageBatch.Testing;

/// <summary>
/// One run of a test assembly. Assemblies run beside each other, but for the crash tests, which take the whole machine: they
/// wait until no other runs. A run that hangs ends, and says which tests it hangs in.
/// </summary>
public sealed class TestRun : IAsyncLifetime
{
    private const int Hung = 70;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private static readonly ConcurrentDictionary<string, string> Running = new();

    private readonly bool _isAlone = Assembly.GetExecutingAssembly().GetName().Name == "ImageBatch.Crash.Tests";
    private FileStream? _turn;
    private Timer? _watch;

    public async ValueTask InitializeAsync()
    {
        var patience = new CancellationTokenSource(LongestWait);
        while (!TryTakeTurn() && !patience.IsCancellationRequested)
        {
            await Task.Delay(200);
        }

        _watch = new Timer(_ => End(), null, Debugger.IsAttached ? Timeout.InfiniteTimeSpan : Limit, Timeout.InfiniteTimeSpan);
    }

    public async ValueTask DisposeAsync()
    {
        await _watch!.DisposeAsync();
        _turn?.Dispose();
    }

    /// <summary>The lock on a file, shared or not: the system gives it back however a process ends.</summary>
    private bool TryTakeTurn()
    {
        var path = Path.Combine(Path.GetTempPath(), $"imagebatch-tests-{Environment.UserName}");
        try
        {
            _turn = new FileStream(
                path, FileMode.OpenOrCreate, _isAlone ? FileAccess.ReadWrite : FileAccess.Read, _isAlone ? FileShare.None : FileShare.Read);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void End()
    {
        Console.Error.WriteLine($"Not over after {Limit.TotalMinutes} minutes, so ended. It was running: {string.Join(", ", Running.Values)}.");
        Environment.Exit(Hung);
    }

    /// <summary>Knows which tests are running.</summary>
    [AttributeUsage(AttributeTargets.Assembly)]
    public sealed class WatchedAttribute : BeforeAfterTestAttribute
    {
        public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Running[test.UniqueID] = test.TestDisplayName;

        public override void After(MethodInfo methodUnderTest, IXunitTest test) => Running.TryRemove(test.UniqueID, out _);
    }
}
