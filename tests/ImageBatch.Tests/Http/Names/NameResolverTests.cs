using System.Net;
using System.Net.Sockets;
using ImageBatch.Http.Names;
using ImageBatch.Model;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Http.Names;

public sealed class NameResolverTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly HeldResolver _system = new();
    private readonly NameResolver _names;

    public NameResolverTests() => _names = new NameResolver(_system.LookUp, _time);

    public void Dispose() => _system.Dispose();

    [Fact]
    public async Task ResolveAsync_ofNamesThatNeverAnswer_holdsNoThreadOfThePool()
    {
        var dead = Enumerable.Range(0, 64).Select(i => $"dead{i}.test").ToList();
        var asked = dead.ConvertAll(name => ResolveAsync(name));

        await Task.WhenAll(dead.Select(_system.AskedAsync));

        Assert.False(_system.UsedThePool);
        Assert.DoesNotContain(asked, one => one.IsCompleted);
        Assert.Single(await ResolveAsync("shop.test"));
    }

    [Fact]
    public async Task ResolveAsync_ofOneNameByMany_isOneLookUp()
    {
        var asked = Enumerable.Range(0, 50).Select(i => ResolveAsync(i % 2 == 0 ? "dead.test" : "DEAD.test")).ToList();
        await _system.AskedAsync("dead.test");
        _system.Release("dead.test");

        await Task.WhenAll(asked);

        Assert.Equal(1, _system.Asked);
    }

    [Fact]
    public async Task ResolveAsync_again_answersTheSameForAWhile()
    {
        var first = await ResolveAsync("shop.test");
        _time.Advance(NameResolver.KeepAnswer - TimeSpan.FromTicks(1));
        Assert.Same(first, await ResolveAsync("Shop.test"));
        _time.Advance(TimeSpan.FromTicks(1));

        await ResolveAsync("shop.test");

        Assert.Equal(2, _system.Asked);
    }

    [Fact]
    public async Task ResolveAsync_ofANameThatDoesNotExist_keepsThatShorter()
    {
        await FailAsync("no.test");
        await FailAsync("no.test");
        Assert.Equal(1, _system.Asked);
        _time.Advance(NameResolver.KeepFailure);

        await FailAsync("no.test");

        Assert.Equal(2, _system.Asked);
        Assert.True(NameResolver.KeepFailure < NameResolver.KeepAnswer);
    }

    [Fact]
    public async Task ResolveAsync_givenUp_endsAtOnceAndLeavesTheOthersWaiting()
    {
        using var stop = new CancellationTokenSource();
        var impatient = ResolveAsync("dead.test", stop.Token);
        var patient = ResolveAsync("dead.test");
        await _system.AskedAsync("dead.test");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        _system.Release("dead.test");
        Assert.Single(await patient);
    }

    [Fact]
    public async Task ResolveAsync_givenUpWhileItWaits_isNeverLookedUp()
    {
        await HoldEveryThreadAsync();
        using var stop = new CancellationTokenSource();
        var impatient = ResolveAsync("impatient.test", stop.Token);
        var patient = ResolveAsync("patient.test");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _system.Release("dead0.test0");

        await patient;
        Assert.Equal(0, _system.AskedFor("impatient.test"));
    }

    [Fact]
    public async Task ResolveAsync_ofManyNames_runsABoundedNumberAtOnce()
    {
        await HoldEveryThreadAsync();
        var waiting = Enumerable.Range(0, NameQueue.MostWaiting).Select(i => ResolveAsync($"w{i}.test")).ToList();

        var refused = await Assert.ThrowsAsync<SocketException>(() => ResolveAsync("more.test"));

        Assert.Equal(SocketError.TryAgain, refused.SocketErrorCode);
        _system.Dispose();
        await Task.WhenAll(waiting);
        Assert.Equal(NameQueue.MostRunning, _system.MostRunning);
    }

    [Fact]
    public async Task ResolveAsync_whileADomainNeverAnswers_hasThreadsForOthers()
    {
        var dead = Enumerable.Range(0, 1_000).Select(i => ResolveAsync($"dead{i}.tarpit.test")).ToList();

        var other = await ResolveAsync("cdn.shop.test");

        Assert.Single(other);
        Assert.Equal(NameQueue.MostRunning / 2, _system.Asked - 1);
        Assert.DoesNotContain(dead, one => one.IsCompleted);
    }

    [Fact]
    public async Task ResolveAsync_ofNamesThatWereSlowBefore_leavesThreadsToOthers()
    {
        var slow = Enumerable.Range(0, NameQueue.MostRunning).Select(i => $"dead{i}.test{i}").ToList();
        var first = slow.ConvertAll(name => ResolveAsync(name));
        await Task.WhenAll(slow.Select(_system.AskedAsync));
        _time.Advance(NameResolver.SlowAfter);
        slow.ForEach(_system.Release);
        await Task.WhenAll(first);
        _time.Advance(NameResolver.KeepAnswer);
        var half = Enumerable.Range(0, NameQueue.MostRunning / 2).Select(i => $"dead{i}.half{i}").ToList();
        var held = half.ConvertAll(name => ResolveAsync(name));
        await Task.WhenAll(half.Select(_system.AskedAsync));

        var again = slow.ConvertAll(name => ResolveAsync(name));
        await ResolveAsync("cdn.shop.test");

        Assert.All(slow, name => Assert.Equal(1, _system.AskedFor(name)));
        half.ForEach(_system.Release);
        await Task.WhenAll([.. held, .. again]);
    }

    [Fact]
    public async Task ResolveAsync_ofADomainWithFewThreads_goesBeforeThoseOfOneWithMany()
    {
        await HoldEveryThreadAsync();
        var many = Enumerable.Range(0, 10).Select(i => ResolveAsync($"n{i}.dead0.test0")).ToList();
        var few = ResolveAsync("deadlast.shop.test");

        _system.Release("dead1.test1");
        await _system.AskedAsync("deadlast.shop.test");

        Assert.DoesNotContain(many, one => one.IsCompleted);
        _system.Dispose();
        await Task.WhenAll([.. many, few]);
    }

    [Fact]
    public async Task ResolveAsync_of_jobs_with_many_names_that_never_answer_has_threads_for_the_next_job()
    {
        var bad = new JobId(Guid.NewGuid());
        var dead = Enumerable.Range(0, 2 * NameQueue.MostRunning)
            .Select(i => _names.ResolveAsync($"dead{i}.test{i}", bad, CancellationToken.None)).ToList();
        await _system.AskedAsync($"dead{(NameQueue.MostRunning * 3 / 4) - 1}.test{(NameQueue.MostRunning * 3 / 4) - 1}");
        for (var job = 0; job < 20; job++)
        {
            var other = new JobId(Guid.NewGuid());
            dead.AddRange(Enumerable.Range(0, 20).Select(i => _names.ResolveAsync($"deadto{i}.j{job}x{i}", other, CancellationToken.None)));
        }

        var good = _names.ResolveAsync("good.test", new JobId(Guid.NewGuid()), CancellationToken.None);

        await good.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.DoesNotContain(dead, one => one.IsCompleted);
        _system.Dispose();
    }

    [Fact]
    public async Task ResolveAsync_ofAnEmptyAnswer_isAFailure()
    {
        var names = new NameResolver(_ => [], _time);

        var exception = await Assert.ThrowsAsync<SocketException>(() => names.ResolveAsync("a.test", null, CancellationToken.None));

        Assert.Equal(SocketError.HostNotFound, exception.SocketErrorCode);
    }

    private Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken = default) =>
        _names.ResolveAsync(name, null, cancellationToken);

    private Task<SocketException> FailAsync(string name) => Assert.ThrowsAsync<SocketException>(() => ResolveAsync(name));

    /// <summary>Holds every thread with a name of a domain of its own.</summary>
    private async Task HoldEveryThreadAsync()
    {
        var dead = Enumerable.Range(0, NameQueue.MostRunning).Select(i => $"dead{i}.test{i}").ToList();
        dead.ForEach(name => _ = ResolveAsync(name));
        await Task.WhenAll(dead.Select(_system.AskedAsync));
    }
}
