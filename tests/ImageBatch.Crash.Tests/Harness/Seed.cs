using System.Globalization;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>What random moments are drawn from: another one each time, or the one of a run that is to be seen again.</summary>
internal static class Seed
{
    public static async Task<int> ReadAsync()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "crash-seed.txt");
        return File.Exists(file)
            ? int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture)
            : Random.Shared.Next();
    }
}
