using RabbitMQ.Client;

namespace ImageBatch.RabbitMQ.Receiving;

/// <summary>
/// Sends the acknowledgements of a channel. Those that come up while others are being sent go together: one frame for all
/// up to the last message below which none is out any more, and one each for the rest.
/// </summary>
internal sealed class Acknowledgements(IChannel channel)
{
    private readonly Lock _gate = new();
    private readonly SortedSet<ulong> _out = [];
    private readonly List<ulong> _waiting = [];
    private Task _sending = Task.CompletedTask;
    private bool _isSending;

    /// <summary>Notes a message that has come. Called in the order of the tags, before anyone else sees the message.</summary>
    public void Expect(ulong tag)
    {
        lock (_gate)
        {
            _out.Add(tag);
        }
    }

    /// <summary>Acknowledges a message that is out; returns when that is sent.</summary>
    public Task AcknowledgeAsync(ulong tag)
    {
        lock (_gate)
        {
            if (_out.Remove(tag))
            {
                _waiting.Add(tag);
            }

            if (!_isSending && _waiting.Count > 0)
            {
                _isSending = true;
                _sending = Task.Run(SendAsync);
            }

            return _sending;
        }
    }

    /// <summary>Rejects a message that is out.</summary>
    public async Task RejectAsync(ulong tag, bool requeue)
    {
        try
        {
            await channel.BasicNackAsync(tag, multiple: false, requeue).ConfigureAwait(false);
        }
        catch (Exception)
        {
            await EndAsync().ConfigureAwait(false);
        }

        // Only now: were it taken for ended before, an acknowledgement of all up to a later one might overtake this.
        lock (_gate)
        {
            _out.Remove(tag);
        }
    }

    /// <summary>Waits until what is acknowledged so far is sent.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            return _sending;
        }
    }

    private async Task SendAsync()
    {
        while (Take() is { } batch)
        {
            try
            {
                if (batch.UpTo > 0)
                {
                    await channel.BasicAckAsync(batch.UpTo, multiple: true).ConfigureAwait(false);
                }

                foreach (var tag in batch.Single)
                {
                    await channel.BasicAckAsync(tag, multiple: false).ConfigureAwait(false);
                }
            }
            catch (Exception)
            {
                await EndAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>What to send next; null where nothing waits.</summary>
    private (ulong UpTo, List<ulong> Single)? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isSending = false;
                return null;
            }

            var lowestOut = _out.Count > 0 ? _out.Min : ulong.MaxValue;
            var upTo = _waiting.Where(tag => tag < lowestOut).DefaultIfEmpty().Max();
            var single = _waiting.FindAll(tag => tag > upTo);
            _waiting.Clear();
            return (upTo, single);
        }
    }

    /// <summary>
    /// Makes sure that a channel which could not send is gone, as it nearly always is by then: its messages go back to the
    /// queue, where they would stay out for ever on a channel that lives.
    /// </summary>
    private async Task EndAsync()
    {
        try
        {
            await channel.AbortAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
