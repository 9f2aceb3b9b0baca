using ImageBatch.Testing;

namespace ImageBatch.Tests.Http;

/// <summary>Downloads from a server of the test's own, up to a limit.</summary>
public abstract class DownloadTestBase : IAsyncLifetime
{
    protected const int Limit = 100_000;

    private protected ImageBatchOptions Options { get; } = new() { Http = { AllowPrivateNetworks = true } };

    /// <summary>The clock of the time limits.</summary>
    private protected WatchedClock Clock { get; } = new();

    private protected ImageServer Server { get; private set; } = null!;

    private protected DownloadRig Rig { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await ImageServer.StartAsync();
        Rig = new DownloadRig(Options, limit: Limit, time: Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
