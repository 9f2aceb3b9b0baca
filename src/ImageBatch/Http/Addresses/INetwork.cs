using System.Net;
using ImageBatch.Model;

namespace ImageBatch.Http.Addresses;

/// <summary>What is asked of the operating system to reach a host: the seam at which tests stand in for the internet.</summary>
internal interface INetwork
{
    /// <summary>All addresses of a host, in the order in which they are best tried; at least one.</summary>
    /// <param name="host">The name.</param>
    /// <param name="job">The job of the image that asks, for jobs to take turns; null for what is no image's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, JobId? job, CancellationToken cancellationToken);

    /// <summary>Connects to one address. The stream owns the connection.</summary>
    Task<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken);
}
