using System.Net;
using ImageBatch.Model;

namespace ImageBatch.Http.Names;

/// <summary>One look-up of a name, which all that ask for the name meanwhile share.</summary>
/// <param name="name">The name.</param>
/// <param name="job">The job of the image that asked first; null for what is no image's.</param>
/// <param name="isSlow">Whether the name was slow to answer not long ago.</param>
internal sealed class NameLookUp(string name, JobId? job, bool isSlow)
    : TaskCompletionSource<IReadOnlyList<IPAddress>>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public string Name => name;

    public JobId? Job => job;

    public bool IsSlow => isSlow;

    /// <summary>The last two labels of the name: what most often has name servers of its own, dead ones among them.</summary>
    public string Domain { get; } = DomainOf(name);

    /// <summary>How many wait for it; the <see cref="NameResolver"/>'s to count.</summary>
    public int Callers { get; set; }

    private static string DomainOf(string name)
    {
        var trimmed = name.TrimEnd('.');
        var last = trimmed.LastIndexOf('.');
        var start = last <= 0 ? -1 : trimmed.LastIndexOf('.', last - 1);
        return trimmed[(start + 1)..].ToUpperInvariant();
    }
}
