using System.Globalization;

namespace ImageBatch.Tests.Fuzzing;

/// <summary>Runs a check on many inputs, each of which depends on the seed and its number alone.</summary>
/// <remarks>
/// The variables IMAGEBATCH_FUZZ_SEED and IMAGEBATCH_FUZZ_COUNT set another seed and number. A failure names the input,
/// and so does a check that does not come to an end.
/// </remarks>
internal sealed class FuzzLoop
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private readonly int _seed = Setting("SEED", 1);
    private int _current;

    /// <summary>Runs the inputs one after the other.</summary>
    /// <param name="check">Makes an input of the random numbers and checks it; gives its outcome.</param>
    /// <returns>How often each outcome came.</returns>
    public async Task<Dictionary<string, int>> RunAsync(Func<Random, string> check)
    {
        // A thread of its own: what it allocates is the check's.
        var run = Task.Factory.StartNew(
            () => Run(check), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var last = -1; !await EndsAsync(run); last = _current)
        {
            Assert.True(Volatile.Read(ref _current) != last, $"Input {last} of seed {_seed} hangs.");
        }

        return await run;
    }

    /// <summary>Asserts that an action allocates no more than so many bytes, whatever it throws.</summary>
    public static T Within<T>(long most, Func<T> action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return action();
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
        }
    }

    private static async Task<bool> EndsAsync(Task run)
    {
        await run.WaitAsync(Hang).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return run.IsCompleted;
    }

    private Dictionary<string, int> Run(Func<Random, string> check)
    {
        var outcomes = new Dictionary<string, int>();
        for (var i = 0; i < Setting("COUNT", 20_000); i++)
        {
            Volatile.Write(ref _current, i);
            try
            {
                var outcome = check(new Random(unchecked((_seed * 1_000_003) ^ (i * 7919))));
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Input {i} of seed {_seed}: {exception.Message}", exception);
            }
        }

        return outcomes;
    }

    private static int Setting(string name, int standard) =>
        Environment.GetEnvironmentVariable("IMAGEBATCH_FUZZ_" + name) is { Length: > 0 } value
            ? int.Parse(value, CultureInfo.InvariantCulture)
            : standard;
}
