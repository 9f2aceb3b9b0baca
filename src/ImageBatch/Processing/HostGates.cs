namespace ImageBatch.Processing;

/// <summary>
/// The gates of all hosts that images are downloaded from now. A host is forgotten when no image has a use for it, so
/// that there are never more of them than images in flight.
/// </summary>
internal sealed class HostGates(HttpOptions options, TimeProvider time)
{
    private readonly Dictionary<string, HostGate> _gates = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The gate of a URL's host, to be closed when the image has no more use for it.</summary>
    public HostGate Open(Uri uri)
    {
        var host = uri.Authority;
        lock (_gates)
        {
            if (!_gates.TryGetValue(host, out var gate))
            {
                _gates[host] = gate = new HostGate(host, options, time);
            }

            gate.Users++;
            return gate;
        }
    }

    public void Close(HostGate gate)
    {
        lock (_gates)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(gate.Host);
            }
        }
    }
}
