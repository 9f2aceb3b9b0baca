using System.Diagnostics;
using ImageBatch.Model;
using ImageBatch.S3.Tests.Server;
using ImageBatch.Testing;
using static ImageBatch.Testing.Outputs;

namespace ImageBatch.S3.Tests;

/// <summary>A service that is slow, throttles, fails, breaks off or is gone.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private static readonly byte[] Image = Content(1, 3_000_000);

    private readonly S3Fixture _fixture = new();
    private readonly OutputKey _key = KeyOf(NewJob(), 0, Image);

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    public static TheoryData<string> Troubles => [.. Trouble.Keys];

    private static Dictionary<string, Fault> Trouble { get; } = new()
    {
        ["slow down"] = Faults.Error503SlowDown,
        ["internal error"] = Faults.Error500,
        ["bad gateway"] = Faults.Echo,
        ["cut at once"] = Faults.CutUpload(0),
        ["cut in the middle"] = Faults.CutUpload(1_500_000),
        ["answer lost"] = Faults.LostAnswer,
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task SaveAsync_passing_trouble_is_repeated(string trouble)
    {
        _fixture.Gateway.Next(Trouble[trouble], Trouble[trouble]);
        await _fixture.Images.SaveAsync(_key, Image);

        Assert.Equal(3, _fixture.Gateway.Count("PUT"));
        Assert.Equal(Image, await ReadAsync(_fixture.Images, _key));
    }

    [Theory]
    [InlineData("slow down", "SlowDown (HTTP 503), request req-1.")]
    [InlineData("internal error", "InternalError (HTTP 500), request req-1.")]
    [InlineData("bad gateway", "(HTTP 502)")]
    [InlineData("cut in the middle", "the service could not be reached")]
    public async Task SaveAsync_lasting_trouble_fails_shows_nothing_and_can_be_repeated(string trouble, string said)
    {
        var store = _fixture.Open(o => o.MaxErrorRetry = 1);
        _fixture.Gateway.Always = Trouble[trouble];

        var exception = await Assert.ThrowsAsync<IOException>(() => store.SaveAsync(_key, Image));
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{_fixture.Bucket}' did not save an output", exception.Message, StringComparison.Ordinal);

        // One retry, and one more where a connection broke that was open before.
        Assert.InRange(_fixture.Gateway.Count("PUT"), 2, trouble == "cut in the middle" ? 3 : 2);
        _fixture.Gateway.Always = Faults.None;
        Assert.Null(await ReadAsync(store, _key));

        await store.SaveAsync(_key, Image);
        Assert.Equal(Image, await ReadAsync(store, _key));
    }

    [Fact]
    public async Task SaveAsync_body_damaged_on_its_way_is_not_taken()
    {
        _fixture.Gateway.Always = Faults.DamagedUpload;
        var exception = await Assert.ThrowsAsync<IOException>(() => _fixture.Images.SaveAsync(_key, Image));

        Assert.Contains("XAmzContentSHA256Mismatch", exception.Message, StringComparison.Ordinal);
        _fixture.Gateway.Always = Faults.None;
        Assert.Null(await ReadAsync(_fixture.Images, _key));
    }

    [Fact]
    public async Task SaveAsync_slow_service_is_waited_for()
    {
        _fixture.Gateway.Next(Faults.Slow(TimeSpan.FromSeconds(2)));
        await _fixture.Images.SaveAsync(_key, Image);

        Assert.Equal(1, _fixture.Gateway.Count("PUT"));
        Assert.Equal(Image, await ReadAsync(_fixture.Images, _key));
    }

    [Fact]
    public async Task SaveAsync_no_answer_fails_as_trouble_of_the_service_not_as_cancelled()
    {
        _fixture.Gateway.Always = Faults.NoAnswer;
        var store = _fixture.Open(o => (o.Timeout, o.MaxErrorRetry) = (TimeSpan.FromSeconds(0.5), 1));

        var exception = await Assert.ThrowsAsync<IOException>(() => store.SaveAsync(_key, Image));
        Assert.Contains("did not answer within 0.5 s", exception.Message, StringComparison.Ordinal);

        // One retry, and one more where a connection broke that was open before.
        Assert.InRange(_fixture.Gateway.Count("PUT"), 2, 3);
    }

    [Fact]
    public async Task SaveAsync_service_that_is_gone_fails()
    {
        var store = _fixture.Open(o => o.MaxErrorRetry = 1);
        await _fixture.Gateway.DisposeAsync();

        var exception = await Assert.ThrowsAsync<IOException>(() => store.SaveAsync(_key, Image));
        Assert.Contains("the service could not be reached", exception.Message, StringComparison.Ordinal);
        Assert.Contains("onnection refused", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SaveAsync_cancelled_while_it_waits_ends_at_once_and_shows_nothing(bool throttled)
    {
        _fixture.Gateway.Always = throttled ? Faults.Error503SlowDown : Faults.NoAnswer;
        var store = _fixture.Open(o => o.MaxErrorRetry = 10);
        using var cancellation = new CancellationTokenSource();
        var saving = store.SaveAsync(_key, Image, cancellation.Token);
        await Eventually.TrueAsync(() => _fixture.Gateway.Count("PUT") == (throttled ? 2 : 1), "the request, and where it is refused another");
        Assert.False(saving.IsCompleted);

        var watch = Stopwatch.StartNew();
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));

        _fixture.Gateway.Always = Faults.None;
        Assert.Null(await ReadAsync(store, _key));
    }

    [Fact]
    public async Task OpenAsync_passing_trouble_is_repeated()
    {
        await _fixture.Images.SaveAsync(_key, Image);
        _fixture.Gateway.Next(Faults.Error503SlowDown, Faults.CutUpload(0), Faults.Error500);

        Assert.Equal(Image, await ReadAsync(_fixture.Images, _key));
    }

    [Fact]
    public async Task OpenAsync_trouble_is_never_taken_for_a_missing_output()
    {
        _fixture.Gateway.Always = Faults.Error(403, "AccessDenied");
        var exception = await Assert.ThrowsAsync<IOException>(() => _fixture.Images.OpenAsync(_key));
        Assert.Contains("s3:ListBucket", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_content_that_breaks_off_is_an_exception_not_an_end()
    {
        await _fixture.Images.SaveAsync(_key, Image);
        _fixture.Gateway.Next(Faults.CutDownload(1_000_000), Faults.CutDownload(1_000_000));

        await using var image = await _fixture.Images.OpenAsync(_key);
        var exception = await Assert.ThrowsAsync<IOException>(() => image!.Content.CopyToAsync(Stream.Null));
        Assert.Contains("did not give the rest of an output", exception.Message, StringComparison.Ordinal);
        await using var again = await _fixture.Images.OpenAsync(_key);
        Assert.Throws<IOException>(() => again!.Content.CopyTo(Stream.Null));
    }

    [Fact]
    public async Task OpenAsync_content_that_stands_still_is_an_exception()
    {
        await _fixture.Images.SaveAsync(_key, Image);
        _fixture.Gateway.Next(Faults.StalledDownload(1_000_000));
        var store = _fixture.Open(o => o.Timeout = TimeSpan.FromSeconds(1));

        await using var image = await store.OpenAsync(_key);
        var exception = await Assert.ThrowsAsync<IOException>(() => image!.Content.CopyToAsync(Stream.Null));
        Assert.Contains("did not answer within 1 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_reader_that_gives_up_is_told_so()
    {
        await _fixture.Images.SaveAsync(_key, Image);
        _fixture.Gateway.Next(Faults.StalledDownload(1_000_000));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await using var image = await _fixture.Images.OpenAsync(_key);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => image!.Content.CopyToAsync(Stream.Null, cancellation.Token));
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("\"0123456789abcdef0123456789abcdef\"")]
    [InlineData("W/\"0123456789abcdef0123456789abcdef\"")]
    public async Task OpenAsync_entity_tag_may_be_anything(string tag)
    {
        await _fixture.Images.SaveAsync(_key, Image);
        _fixture.Gateway.Next(Faults.Header("ETag", tag));

        Assert.Equal(Image, await ReadAsync(_fixture.Images, _key));
    }

    [Fact]
    public async Task OpenAsync_answer_without_a_length_is_refused()
    {
        await _fixture.Images.SaveAsync(_key, Image);
        _fixture.Gateway.Always = Faults.WithoutLength;

        await Assert.ThrowsAsync<IOException>(() => _fixture.Images.OpenAsync(_key));
    }
}
