namespace ImageBatch.SampleHost.Web;

/// <summary>
/// <c>--healthcheck</c>: asks the host that runs with the same configuration for <c>/health</c>, for containers whose image
/// has nothing else to ask with.
/// </summary>
internal static class HealthProbe
{
    private const string Switch = "--healthcheck";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Takes the switch out of the arguments, and says whether it was there.</summary>
    public static bool Take(ref string[] arguments)
    {
        var found = arguments.Contains(Switch);
        arguments = [.. arguments.Where(argument => argument != Switch)];
        return found;
    }

    /// <summary>Answers with the process's exit code: 0 where the host is healthy.</summary>
    /// <param name="urls">The setting <c>Urls</c>; its first address over http is asked.</param>
    public static async Task<int> RunAsync(string? urls)
    {
        if (AddressOf(urls ?? "") is not { } address)
        {
            return Fail($"Urls is '{urls}', which has no address over http to ask.");
        }

        try
        {
            using var http = new HttpClient { Timeout = Patience };
            using var answer = await http.GetAsync(new Uri(address, "health"));
            return answer.IsSuccessStatusCode ? 0 : Fail($"{address}health answered {(int)answer.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return Fail($"{address}health did not answer: {exception.Message}");
        }
    }

    private static Uri? AddressOf(string urls) => urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(BindingAddress.Parse)
        .Where(address => address.Scheme == Uri.UriSchemeHttp && !address.IsUnixPipe && !address.IsNamedPipe)
        .Select(address => new UriBuilder(Uri.UriSchemeHttp, IsAny(address.Host) ? "127.0.0.1" : address.Host, address.Port).Uri)
        .FirstOrDefault();

    /// <summary>A host listens there on all addresses of its machine.</summary>
    private static bool IsAny(string host) => host is "+" or "*" or "0.0.0.0" or "[::]";

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
