using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>What the fixture of a job store that has leases is as well; the suite of leases asks for it.</summary>
public interface IHasJobLeases
{
    /// <summary>The leases that the same registration fills.</summary>
    IJobLeases Leases { get; }
}
