using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ImageBatch.Http.Addresses;
using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.Tests.Http.Addresses;

public sealed class ConnectionRaceTests
{
    private const string Dead = "93.184.215.1";
    private const string Silent = "93.184.215.2";
    private const string Good = "93.184.215.3";

    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    private readonly WatchedClock _clock = new();

    [Theory]
    [InlineData(Good)]
    [InlineData(Dead, Good)]
    [InlineData(Silent, Good)]
    [InlineData(Silent, Dead, Good)]
    [InlineData(Dead, Silent, Dead, Good)]
    public async Task RunAsync_whereOneAnswers_connectsToIt(params string[] addresses)
    {
        var network = new Attempts();
        var race = RunAsync(network, addresses);
        if (addresses.Contains(Silent))
        {
            Assert.Equal(HeadStart, await _clock.WaitedOnAsync());
            _clock.Advance(HeadStart - TimeSpan.FromMilliseconds(1));
            Assert.False(race.IsCompleted);
            Assert.Equal(Silent, network.Tried.Last());
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await using var stream = await race;

        Assert.Equal(Good, Assert.IsType<Connection>(stream).Address);
        Assert.Equal(addresses, network.Tried);
        await network.AllEndedAsync();
    }

    [Fact]
    public async Task RunAsync_whereTheFirstAnswers_triesNoOther()
    {
        var network = new Attempts();

        await using var stream = await RunAsync(network, Good, Dead, Silent);

        Assert.Equal([Good], network.Tried);
    }

    [Fact]
    public async Task RunAsync_whereAllFail_failsAsTheLastDid()
    {
        var exception = await Assert.ThrowsAsync<SocketException>(() => RunAsync(new Attempts(), Dead, Dead));

        Assert.Equal(SocketError.ConnectionRefused, exception.SocketErrorCode);
    }

    [Fact]
    public async Task RunAsync_cancelled_endsEveryAttempt()
    {
        var network = new Attempts();
        using var stop = new CancellationTokenSource();
        var race = RunAsync(network, stop.Token, Silent, Silent);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => race);
        await network.AllEndedAsync();
    }

    [Fact]
    public async Task RunAsync_whereTwoAnswer_closesTheConnectionThatComesLater()
    {
        var network = new Attempts { LateAddress = Silent };

        var race = RunAsync(network, Silent, Good);
        await _clock.PassAsync();
        await using var stream = await race;
        network.LetLateConnect();

        await network.AllEndedAsync();
        await Eventually.TrueAsync(() => network.Late!.IsDisposed, "the late connection to be closed");
    }

    [Fact]
    public async Task RunAsync_ofVeryManyAddresses_triesEightOfThemInTurnsOfTheirFamilies()
    {
        var network = new Attempts();
        string[] six = [.. Enumerable.Range(1, 100).Select(i => $"2a00::{i:x}")];
        string[] four = [.. Enumerable.Range(1, 100).Select(i => $"93.184.216.{i}")];

        await Assert.ThrowsAsync<SocketException>(() => RunAsync(network, [.. six, .. four]));

        Assert.Equal([six[0], four[0], six[1], four[1], six[2], four[2], six[3], four[3]], network.Tried);
    }

    private Task<Stream> RunAsync(Attempts network, params string[] addresses) =>
        RunAsync(network, CancellationToken.None, addresses);

    private Task<Stream> RunAsync(Attempts network, CancellationToken cancellationToken, params string[] addresses) =>
        ConnectionRace.RunAsync(network, [.. addresses.Select(IPAddress.Parse)], 80, _clock, cancellationToken);

    /// <summary>A network on which one address answers, one never does, and all others refuse.</summary>
    private sealed class Attempts : INetwork
    {
        private readonly TaskCompletionSource _late = new();
        private readonly ConcurrentQueue<Task> _running = new();

        public string? LateAddress { get; init; }

        public ConcurrentQueue<string> Tried { get; } = new();

        public Connection? Late { get; private set; }

        public void LetLateConnect() => _late.SetResult();

        public async Task AllEndedAsync()
        {
            foreach (var attempt in _running)
            {
                await ((Task)attempt).WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Assert.True(attempt.IsCompleted);
            }
        }

        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, JobId? job, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
        {
            var attempt = TryAsync(endPoint.Address.ToString(), cancellationToken);
            _running.Enqueue(attempt);
            return attempt;
        }

        private async Task<Stream> TryAsync(string address, CancellationToken cancellationToken)
        {
            Tried.Enqueue(address);
            if (address == LateAddress)
            {
                await _late.Task;
                return Late = new Connection(address);
            }

            if (address == Silent)
            {
                await Hang.UntilAsync(cancellationToken);
            }

            return address == Good ? new Connection(address) : throw new SocketException((int)SocketError.ConnectionRefused);
        }
    }

    private sealed class Connection(string address) : MemoryStream
    {
        public string Address => address;

        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
