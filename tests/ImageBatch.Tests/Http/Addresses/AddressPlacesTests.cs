using System.Net;
using System.Net.Sockets;
using ImageBatch.Http.Addresses;
using ImageBatch.Model;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Http.Addresses;

public sealed class AddressPlacesTests : IDisposable
{
    private readonly ImageBatchOptions _options = new() { Http = { MaxConnectionsPerHost = 2, AllowedPorts = [81] } };
    private readonly Names _names = new();

    private readonly JobId _job = new(Guid.NewGuid());

    private AddressPlaces Addresses => field ??= new AddressPlaces(Options.Create(_options), _names, TimeProvider.System);

    public void Dispose() => Addresses.Dispose();

    [Theory]
    [InlineData("http://198.41.0.7/a", "http://198.41.0.7:80/b", true)]
    [InlineData("http://198.41.0.7/a", "http://198.41.0.7:81/b", false)]
    [InlineData("http://one.test/a", "http://198.41.0.7/b", true)]
    [InlineData("http://one.test/a", "http://also-one.test/b", true)]
    [InlineData("http://one.test/a", "http://both.test/b", true)]
    [InlineData("http://one.test/a", "http://other.test/b", false)]
    public async Task EnterAsync_of_two_urls_shares_places_where_they_lead_to_one_server(string one, string other, bool isSame)
    {
        await Enter(one);
        await Enter(one);

        Assert.Equal(isSame, !Enter(other).IsCompleted);
    }

    [Fact]
    public async Task FindAsync_of_a_name_that_does_not_exist_leaves_it_to_the_connection() =>
        Assert.Empty(await Addresses.FindAsync(new Uri("http://nobody.test/"), null, CancellationToken.None));

    [Fact]
    public async Task FindAsync_of_a_host_that_may_not_be_called_asks_no_resolver()
    {
        _options.Http.AllowedHosts = ["one.test"];

        Assert.Empty(await Addresses.FindAsync(new Uri("http://other.test/"), null, CancellationToken.None));
        Assert.Equal(0, _names.Asked);
    }

    [Fact]
    public async Task FindAsync_behind_a_proxy_asks_no_resolver()
    {
        _options.Http.Proxy = new Uri("http://proxy.test:3128");

        Assert.Empty(await Addresses.FindAsync(new Uri("http://one.test/"), null, CancellationToken.None));
        Assert.Equal(0, _names.Asked);
    }

    [Fact]
    public async Task EnterAsync_at_the_cap_waits_for_its_address_alone()
    {
        const string one = "http://198.41.0.7/", other = "http://198.41.0.8/";
        var first = await Enter(one);
        await Enter(one);
        var third = Enter(one);
        await Enter(other);
        Assert.False(third.IsCompleted);

        first.Dispose();
        first.Dispose();

        await third.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(Enter(one).IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_of_one_job_by_many_names_and_redirects_leaves_places_to_another_job()
    {
        _options.Http.MaxConnectionsPerHost = 8;
        for (var i = 0; i < 6; i++)
        {
            await Enter(i % 2 == 0 ? "http://one.test/" : "http://also-one.test/");
        }

        Task<IDisposable>[] waiting = [.. Enumerable.Range(0, 20).Select(_ => Enter("http://one.test/"))];
        await Enter(new JobId(Guid.NewGuid()), "http://198.41.0.7/").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.DoesNotContain(waiting, task => task.IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_cancelled_leaves_the_line()
    {
        const string one = "http://198.41.0.7/";
        var first = await Enter(one);
        var second = await Enter(one);
        using var stop = new CancellationTokenSource();
        var third = Enter(one, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        first.Dispose();
        second.Dispose();

        await Enter(one);
        await Enter(one);
    }

    private Task<IDisposable> Enter(string url, CancellationToken cancellationToken = default) => Enter(_job, url, cancellationToken);

    private async Task<IDisposable> Enter(JobId job, string url, CancellationToken cancellationToken = default)
    {
        var uri = new Uri(url);
        var found = await Addresses.FindAsync(uri, null, cancellationToken);
        return (await Addresses.EnterAsync(found, uri.Port, job, cancellationToken))!;
    }

    private sealed class Names : INetwork
    {
        public int Asked { get; private set; }

        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, JobId? job, CancellationToken cancellationToken)
        {
            Asked++;
            string[] addresses = host switch
            {
                "one.test" or "also-one.test" => ["198.41.0.7"],
                "both.test" => ["2001:db8::1", "198.41.0.9", "198.41.0.7"],
                "other.test" => ["198.41.0.8"],
                _ => throw new SocketException((int)SocketError.HostNotFound),
            };
            return Task.FromResult<IReadOnlyList<IPAddress>>([.. addresses.Select(IPAddress.Parse)]);
        }

        public Task<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
