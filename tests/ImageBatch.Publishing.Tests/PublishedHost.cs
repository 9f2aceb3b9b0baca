using System.Text.RegularExpressions;
using ImageBatch.Testing;

namespace ImageBatch.Publishing.Tests;

/// <summary>The small host as it was published.</summary>
/// <param name="Program">Its executable.</param>
/// <param name="Warnings">What the trimmer and the compiler warned of.</param>
internal sealed partial record PublishedHost(string Program, IReadOnlyList<string> Warnings)
{
    /// <summary>Starts it on a free port of this machine.</summary>
    public ChildProcess Start(string folder, params string[] arguments) => ChildProcess.Run(
        Program, folder, ["--urls", "http://127.0.0.1:0", "--ImageBatch:Http:AllowPrivateNetworks=true", .. arguments]);

    /// <summary>The address that a host says it listens on.</summary>
    public static async Task<Uri> AddressAsync(ChildProcess host) => await Eventually.GetAsync(
        () => Task.FromResult(Listening().Match(host.Output) is { Success: true } match ? new Uri(match.Groups[1].Value) : null),
        $"the host to listen; so far it said: {host.Output}");

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
