using System.Net;
using System.Net.Sockets;

namespace ImageBatch.Http.Addresses;

/// <summary>Names and connections of the operating system.</summary>
internal sealed class SystemNetwork : INetwork
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        // The system's resolver cannot be interrupted everywhere, but nobody has to wait for it.
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    public async Task<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
