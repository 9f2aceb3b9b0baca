using System.Net;

namespace ImageBatch.Http.Addresses;

/// <summary>What is asked of the operating system to reach a host: the seam at which tests stand in for the internet.</summary>
internal interface INetwork
{
    /// <summary>All addresses of a host, in the order in which they are best tried; at least one.</summary>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);

    /// <summary>Connects to one address. The stream owns the connection.</summary>
    Task<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken);
}
