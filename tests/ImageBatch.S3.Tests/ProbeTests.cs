using ImageBatch.Ports;
using ImageBatch.S3.Tests.Server;
using static ImageBatch.S3.Tests.S3Fixture;
using static ImageBatch.Testing.Outputs;

namespace ImageBatch.S3.Tests;

/// <summary>Readiness: whether the bucket takes writes.</summary>
public sealed class ProbeTests : IAsyncLifetime
{
    private readonly S3Fixture _fixture = new();

    private IStoreProbe Probe => (IStoreProbe)_fixture.Images;

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task ProbeAsync_bucket_that_takes_writes_leaves_nothing_behind()
    {
        await _fixture.Open(o => o.KeyPrefix = "shop").ProbeAsync();

        var target = $"/{_fixture.Bucket}/shop/.probe";
        Assert.Equal([("PUT", target), ("DELETE", target)], _fixture.Gateway.Requests.Select(request => (request.Method, request.Target)));
        using var http = new HttpClient();
        Assert.DoesNotContain("<Key>", await http.GetStringAsync(new Uri(Storage.Url, _fixture.Bucket)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProbeAsync_write_of_a_moment_ago_is_proof_enough()
    {
        await _fixture.Images.SaveAsync(KeyOf(NewJob(), 0, Content(1)), Content(1));
        _fixture.Time.Advance(TimeSpan.FromSeconds(29));
        await Probe.ProbeAsync();
        Assert.Equal(1, _fixture.Gateway.Count("PUT"));

        _fixture.Time.Advance(TimeSpan.FromSeconds(2));
        await Probe.ProbeAsync();
        await Probe.ProbeAsync();
        Assert.Equal(2, _fixture.Gateway.Count("PUT"));
    }

    [Fact]
    public async Task ProbeAsync_after_a_save_that_failed_asks_anew_until_it_works()
    {
        await Probe.ProbeAsync();
        _fixture.Gateway.Always = Faults.Error(403, "AccessDenied");
        await Assert.ThrowsAsync<IOException>(() => _fixture.Images.SaveAsync(KeyOf(NewJob(), 0, Content(1)), Content(1)));

        await Assert.ThrowsAsync<IOException>(() => Probe.ProbeAsync());
        await Assert.ThrowsAsync<IOException>(() => Probe.ProbeAsync());
        _fixture.Gateway.Always = Faults.None;
        await Probe.ProbeAsync();
    }

    [Fact]
    public async Task ProbeAsync_save_that_was_cancelled_says_nothing_of_the_bucket()
    {
        await Probe.ProbeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _fixture.Images.SaveAsync(KeyOf(NewJob(), 0, Content(1)), Content(1), new CancellationToken(canceled: true)));
        await Probe.ProbeAsync();
        Assert.Equal(1, _fixture.Gateway.Count("PUT"));
    }
}
