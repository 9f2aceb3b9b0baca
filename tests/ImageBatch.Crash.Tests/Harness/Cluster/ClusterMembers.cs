using System.Globalization;
using ImageBatch.CrashWorker;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.Crash.Tests.Harness.Cluster;

/// <summary>
/// Three workers, two nodes that take uploads, dispatch and announce, and a broker: all of them mortal, and the
/// database that is not.
/// </summary>
internal sealed class ClusterMembers : IAsyncDisposable
{
    private const int Workers = 3;
    private const int ApiNodes = 2;
    private const string Worker = nameof(ImageBatchRoles.Worker);

    private readonly Node[] _nodes;
    private readonly IMember[] _members;

    /// <param name="settings">Those of all nodes.</param>
    /// <param name="folder">Where the nodes run.</param>
    public ClusterMembers(WorkerSettings settings, string folder)
    {
        settings = settings with { Broker = Broker.Address };
        var worker = settings with { Roles = ImageBatchRoles.Worker };
        ApiAddresses = [.. FreePort.Find(ApiNodes).Select(port => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"))];
        _nodes =
        [
            .. Enumerable.Range(0, Workers).Select(_ => new Node(worker, folder)),
            .. ApiAddresses.Select(address => new Node(
                settings with { Roles = ImageBatchRoles.Dispatcher | ImageBatchRoles.Webhooks, Api = address }, folder)),
        ];
        _members = [.. _nodes, Broker];
    }

    public Broker Broker { get; } = new();

    public IReadOnlyList<string> ApiAddresses { get; }

    /// <summary>How many were killed so far.</summary>
    public int Kills { get; private set; }

    /// <summary>Starts all that are not up, and waits until they are ready.</summary>
    public async Task StartAllAsync()
    {
        foreach (var member in _members.Where(member => !member.IsUp))
        {
            member.Start();
        }

        await Eventually.TrueAsync(() => _members.All(member => member.IsReady), "all members to be ready");
    }

    /// <summary>Draws one that may be killed: a node, or only a worker.</summary>
    public IMember DrawNode(Random random, bool onlyWorkers)
    {
        var alive = _nodes.Where(node => node.IsUp && (!onlyWorkers || node.Kind == Worker)).ToArray();
        return alive[random.Next(alive.Length)];
    }

    public async Task KillAsync(IMember member)
    {
        await member.KillAsync();
        Kills++;
    }

    /// <summary>Starts some of the dead: each with an even chance, and for certain where none of its kind is left.</summary>
    public void ReviveSome(Random random)
    {
        foreach (var member in _members.Where(member => !member.IsUp))
        {
            if (random.Next(2) == 0 || !_members.Any(other => other.IsUp && other.Kind == member.Kind))
            {
                member.Start();
            }
        }
    }

    /// <summary>Stops all nodes in order; the broker goes on.</summary>
    public Task StopAsync() => Task.WhenAll(_nodes.Select(node => node.StopAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Broker.DisposeAsync();
    }
}
