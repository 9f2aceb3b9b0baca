using ImageBatch.Model;
using ImageBatch.Processing;

namespace ImageBatch.Webhooks;

/// <summary>
/// Shares the places of deliveries among receivers: a host that answered last has as many as downloads from it would, another
/// one, a site half of all, and a host that keeps failing waits. What is closed is not asked of the outbox, so that it neither holds a place nor hides others.
/// </summary>
internal sealed class Receivers(WebhookOptions webhooks, HttpOptions http, TimeProvider time)
{
    /// <summary>How many hosts are remembered while nothing goes to them.</summary>
    private const int MostIdle = 500;

    private readonly int _ofSite = Math.Max(1, webhooks.Concurrency / 2);
    private readonly int _ofHost = Math.Max(1, Math.Min(http.MaxConnectionsPerHost, webhooks.Concurrency / 2));
    private readonly Dictionary<string, Gate> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sites = new(StringComparer.Ordinal);

    private long _left;

    /// <summary>The hosts and sites that nothing more is to be sent to now.</summary>
    public HashSet<string> Closed()
    {
        lock (_hosts)
        {
            return
            [
                .. _hosts.Where(host => host.Value.UnderWay >= (host.Value.IsProven ? _ofHost : 1) || host.Value.Breaker.Remaining > TimeSpan.Zero)
                    .Select(host => host.Key),
                .. _sites.Where(site => site.Value >= _ofSite).Select(site => site.Key),
            ];
        }
    }

    /// <summary>Counts a delivery that begins.</summary>
    public void Enter(WebhookReceiver receiver)
    {
        lock (_hosts)
        {
            if (!_hosts.TryGetValue(receiver.Host, out var gate))
            {
                _hosts[receiver.Host] = gate = new Gate(new HostBreaker(http.BreakAfter, http.BreakDuration, time));
            }

            gate.UnderWay++;
            _sites[receiver.Site] = _sites.GetValueOrDefault(receiver.Site) + 1;
        }
    }

    /// <summary>Takes a delivery from those of its site, whose receiver is silent or which ends.</summary>
    public void GivePlace(WebhookReceiver receiver)
    {
        lock (_hosts)
        {
            if (--_sites[receiver.Site] == 0)
            {
                _sites.Remove(receiver.Site);
            }
        }
    }

    /// <summary>Takes back what <see cref="Enter"/> counted for the host; <see cref="GivePlace"/> does so for its site.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="failed">Whether it failed; null where that is not known.</param>
    /// <returns>Whether the host has to wait from now on.</returns>
    public bool Leave(WebhookReceiver receiver, bool? failed)
    {
        lock (_hosts)
        {
            var gate = _hosts[receiver.Host];
            gate.UnderWay--;
            gate.LastLeft = ++_left;
            gate.IsProven = failed is null ? gate.IsProven : !failed.Value;
            var isPaused = failed is { } outcome && gate.Breaker.Report(outcome);
            Forget(receiver.Host, gate);
            return isPaused;
        }
    }

    private void Forget(string host, Gate gate)
    {
        if (gate.UnderWay > 0)
        {
            return;
        }

        if (_hosts.Count > MostIdle + webhooks.Concurrency)
        {
            _hosts.Remove(_hosts.Where(other => other.Value.UnderWay == 0).MinBy(other => other.Value.LastLeft).Key);
        }
    }

    private sealed class Gate(HostBreaker breaker)
    {
        public HostBreaker Breaker => breaker;

        public int UnderWay { get; set; }

        /// <summary>Whether it answered last.</summary>
        public bool IsProven { get; set; }

        /// <summary>The number of the last delivery that ended.</summary>
        public long LastLeft { get; set; }
    }
}
