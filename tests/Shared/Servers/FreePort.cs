using System.Net;
using System.Net.Sockets;

namespace ImageBatch.Testing;

/// <summary>Finds ports of 127.0.0.1 that nobody listens on.</summary>
internal static class FreePort
{
    public static int Find() => Find(1)[0];

    /// <summary>Finds several that differ. Someone else may be faster on any of them.</summary>
    public static int[] Find(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
        {
            listener.Start();
        }

        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }
}
