namespace ImageBatch.SampleHost.Demo;

/// <summary>
/// What the command line says of the demo: <c>--demo</c> runs it in a host of its own,
/// <c>--demo=http://127.0.0.1:5080</c> through one that runs there.
/// </summary>
/// <param name="Host">The address of the host that runs; null for one of the demo's own.</param>
internal sealed record DemoSwitch(Uri? Host)
{
    private const string Name = "--demo";

    /// <summary>Takes the switch out of the arguments.</summary>
    /// <param name="arguments">Those of the command line; without the switch when the call returns.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="InvalidOperationException">What follows the switch is no address.</exception>
    public static DemoSwitch? Take(ref string[] arguments)
    {
        var found = arguments.FirstOrDefault(argument => argument == Name || argument.StartsWith(Name + '=', StringComparison.Ordinal));
        arguments = [.. arguments.Where(argument => argument != found)];
        return found switch
        {
            null => null,
            Name => new DemoSwitch((Uri?)null),
            _ => new DemoSwitch(AddressOf(found[(Name.Length + 1)..])),
        };
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? new Uri(address.GetLeftPart(UriPartial.Authority))
            : throw new InvalidOperationException($"{Name} takes the address of a running host, such as {Name}=http://127.0.0.1:5080, and not '{text}'.");
}
