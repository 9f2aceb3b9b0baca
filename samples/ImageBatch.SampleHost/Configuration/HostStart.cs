namespace ImageBatch.SampleHost.Configuration;

/// <summary>
/// Starts the host. Where that fails, <see cref="StartFailure"/> says why: the stack traces of the framework, and what it says of
/// services that had started and end again, are left out.
/// </summary>
internal sealed class HostStart
{
    private static readonly string[] OfTheStart = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.Hosting.Lifetime"];

    private volatile bool _isStarted;
    private volatile bool _hasFailed;

    /// <summary>Adds what keeps the framework quiet.</summary>
    public static HostStart Watch(ILoggingBuilder logging)
    {
        var start = new HostStart();
        foreach (var category in OfTheStart)
        {
            logging.AddFilter(category, start.IsShown);
        }

        return start;
    }

    public async Task RunAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
            _isStarted = true;
        }
        catch
        {
            // The services that had started end as they do in any host that stops; one that has none yet cannot stop, and throws.
            _hasFailed = true;
            await app.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private bool IsShown(LogLevel level) => level >= LogLevel.Information && !_hasFailed && (_isStarted || level < LogLevel.Error);
}
