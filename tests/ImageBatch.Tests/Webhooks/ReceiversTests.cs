using ImageBatch.Model;
using ImageBatch.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Webhooks;

public class ReceiversTests
{
    private static readonly WebhookReceiver One = WebhookReceiver.Of("http://a.example.test/");

    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(64, 8, 8)]
    [InlineData(64, 1, 1)]
    [InlineData(10, 8, 5)]
    [InlineData(2, 8, 1)]
    [InlineData(1, 8, 1)]
    public void Enter_closes_a_host_when_its_places_are_taken(int concurrency, int ofHost, int places)
    {
        var receivers = Create(concurrency, ofHost);
        receivers.Enter(One);
        End(receivers, One, failed: false);
        for (var taken = 0; taken < places; taken++)
        {
            Assert.DoesNotContain(One.Host, receivers.Closed());
            receivers.Enter(One);
        }

        Assert.Contains(One.Host, receivers.Closed());
        Assert.False(End(receivers, One, failed: false));
        Assert.Empty(receivers.Closed());
    }

    [Fact]
    public void Enter_closes_a_site_when_its_hosts_have_half_of_the_places()
    {
        var receivers = Create(64, 8);
        var names = Enumerable.Range(0, 32).Select(i => WebhookReceiver.Of($"http://{i}.evil.test/")).ToArray();
        foreach (var name in names)
        {
            Assert.DoesNotContain("evil.test", receivers.Closed());
            receivers.Enter(name);
        }

        Assert.Contains("evil.test", receivers.Closed());
        receivers.GivePlace(names[0]);
        Assert.DoesNotContain("evil.test", receivers.Closed());
    }

    [Fact]
    public void Leave_of_a_host_that_keeps_failing_closes_it_for_its_pause()
    {
        var receivers = Create(64, 8);
        for (var failures = 0; failures < 8; failures++)
        {
            Assert.Empty(receivers.Closed());
            receivers.Enter(One);
            Assert.Equal(failures == 7, End(receivers, One, failed: true));
        }

        Assert.Equal([One.Host], receivers.Closed());
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal([One.Host], receivers.Closed());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(receivers.Closed());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public void Enter_closes_a_host_that_did_not_answer_last_when_one_is_under_way(bool? failed)
    {
        var receivers = Create(64, 8);
        if (failed is { } outcome)
        {
            receivers.Enter(One);
            End(receivers, One, outcome);
        }

        Assert.Empty(receivers.Closed());
        receivers.Enter(One);

        Assert.Equal([One.Host], receivers.Closed());
    }

    [Fact]
    public void Leave_of_a_host_that_answers_between_failures_does_not_close_it()
    {
        var receivers = Create(64, 8);
        for (var i = 0; i < 100; i++)
        {
            receivers.Enter(One);
            Assert.False(End(receivers, One, failed: i % 7 > 0));
        }

        Assert.Empty(receivers.Closed());
    }

    [Fact]
    public void Closed_never_names_more_hosts_than_are_remembered()
    {
        var receivers = Create(64, 8);
        for (var host = 0; host < 2_000; host++)
        {
            var receiver = WebhookReceiver.Of($"http://host{host}.test/");
            for (var failures = 0; failures < 8; failures++)
            {
                receivers.Enter(receiver);
                End(receivers, receiver, failed: true);
            }
        }

        Assert.InRange(receivers.Closed().Count, 500, 600);
        Assert.Contains("host1999.test:80", receivers.Closed());
    }

    private static bool End(Receivers receivers, WebhookReceiver receiver, bool failed)
    {
        receivers.GivePlace(receiver);
        return receivers.Leave(receiver, failed);
    }

    private Receivers Create(int concurrency, int ofHost) => new(
        new WebhookOptions { Concurrency = concurrency }, new HttpOptions { MaxConnectionsPerHost = ofHost }, _clock);
}
