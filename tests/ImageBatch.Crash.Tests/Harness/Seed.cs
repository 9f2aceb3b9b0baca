using System.Globalization;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>What random moments are drawn from: another one each time, or the one of a run that is to be seen again.</summary>
internal static class Seed
{
    /// <summary>Runs a test with moments drawn from a seed that its output and every failure name.</summary>
    public static async Task UseAsync(ITestOutputHelper output, Func<Random, Task> test)
    {
        var seed = await ReadAsync();
        output.WriteLine($"Seed {seed}.");
        try
        {
            await test(new Random(seed));
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.SkipException)
        {
            throw new InvalidOperationException($"With seed {seed}: {exception.Message}", exception);
        }
    }

    private static async Task<int> ReadAsync()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "crash-seed.txt");
        return File.Exists(file)
            ? int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture)
            : Random.Shared.Next();
    }
}
