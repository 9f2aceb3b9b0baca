namespace ImageBatch.Processing;

/// <summary>Caps how many downloads go to one host at once; a host is forgotten when nobody uses it.</summary>
internal sealed class HostGates(int limit)
{
    private readonly Dictionary<string, Gate> _gates = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for a place. Disposing what it answers gives the place back.</summary>
    public async Task<IDisposable> EnterAsync(Uri uri, CancellationToken cancellationToken)
    {
        var host = uri.Authority;
        Gate gate;
        lock (_gates)
        {
            if (!_gates.TryGetValue(host, out gate!))
            {
                _gates[host] = gate = new Gate(limit);
            }

            gate.Users++;
        }

        try
        {
            await gate.Places.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(host, gate);
            throw;
        }

        return new Place(this, host, gate);
    }

    private void Leave(string host, Gate gate)
    {
        lock (_gates)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(host);
                gate.Places.Dispose();
            }
        }
    }

    private sealed class Gate(int limit)
    {
        public SemaphoreSlim Places { get; } = new(limit);

        public int Users { get; set; }
    }

    private sealed class Place(HostGates gates, string host, Gate gate) : IDisposable
    {
        public void Dispose()
        {
            gate.Places.Release();
            gates.Leave(host, gate);
        }
    }
}
