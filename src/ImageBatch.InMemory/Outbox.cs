using ImageBatch.Model;

namespace ImageBatch.InMemory;

/// <summary>
/// The deliveries of all jobs. A job's webhook is described from here, so the two cannot differ. Its lock is taken
/// last, after those of the jobs.
/// </summary>
internal sealed class Outbox
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OutboxEntry> _entries = new(StringComparer.Ordinal);
    private readonly SortedSet<OutboxEntry> _due = new(OutboxEntry.ByDueTime);

    /// <summary>Makes the delivery of a run due now, as if it were new but for its body.</summary>
    public void Announce(JobId job, int run, string url, DateTimeOffset now)
    {
        var id = WebhookDelivery.IdOf(job, run);
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry))
            {
                _entries.Add(id, entry = new OutboxEntry { Id = id, Job = job, Run = run, Url = url });
            }

            entry.Url = url;
            entry.Attempts = 0;
            Change(entry, new WebhookAttempt(WebhookState.Pending, null, null, now));
        }
    }

    /// <summary>Describes the webhook of a job whose run has finished.</summary>
    public JobWebhook Describe(JobId job, int run)
    {
        lock (_gate)
        {
            return _entries[WebhookDelivery.IdOf(job, run)].Describe();
        }
    }

    /// <summary>Removes what was to be announced of a job's runs.</summary>
    public void Remove(JobId job, int lastRun)
    {
        lock (_gate)
        {
            for (var run = 1; run <= lastRun; run++)
            {
                if (_entries.Remove(WebhookDelivery.IdOf(job, run), out var entry))
                {
                    _due.Remove(entry);
                }
            }
        }
    }

    public List<WebhookDelivery> Claim(DateTimeOffset now, TimeSpan lease, int limit, IReadOnlyCollection<string> except)
    {
        lock (_gate)
        {
            var claimed = new List<WebhookDelivery>();
            foreach (var entry in _due.TakeWhile(entry => entry.DueAt <= now))
            {
                if (claimed.Count == limit)
                {
                    break;
                }

                if ((entry.Claim is null || entry.ClaimedUntil <= now) && !entry.Receiver.IsAmong(except))
                {
                    var claim = Guid.NewGuid();
                    (entry.Claim, entry.ClaimedUntil) = (claim, now + lease);
                    claimed.Add(entry.HandOut(claim));
                }
            }

            return claimed;
        }
    }

    public ReadOnlyMemory<byte>? SaveBody(string id, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry))
            {
                return null;
            }

            // A copy, since the caller's memory is free to change when we return.
            entry.Body ??= new ReadOnlyMemory<byte>(body.ToArray());
            return entry.Body;
        }
    }

    public void SaveAttempt(WebhookDelivery delivery, WebhookAttempt attempt)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(delivery.Id, out var entry) && entry.Claim == delivery.Claim)
            {
                entry.Attempts++;
                Change(entry, attempt);
            }
        }
    }

    /// <summary>Puts an entry where it stands now and ends the claim on it.</summary>
    private void Change(OutboxEntry entry, WebhookAttempt attempt)
    {
        _due.Remove(entry);
        entry.State = attempt.State;
        entry.LastStatus = attempt.StatusCode;
        entry.LastError = attempt.Error;
        entry.DueAt = attempt.NextAttemptAt;
        entry.Claim = null;
        if (entry.DueAt is not null)
        {
            _due.Add(entry);
        }
    }
}
