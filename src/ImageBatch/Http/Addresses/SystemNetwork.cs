using System.Net;
using System.Net.Sockets;
using ImageBatch.Http.Names;
using ImageBatch.Model;

namespace ImageBatch.Http.Addresses;

/// <summary>Names and connections of the operating system.</summary>
internal sealed class SystemNetwork(TimeProvider time) : INetwork
{
    private readonly NameResolver _names = new(Dns.GetHostAddresses, time);

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, JobId? job, CancellationToken cancellationToken) =>
        _names.ResolveAsync(host, job, cancellationToken);

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
