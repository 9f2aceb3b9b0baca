using System.Text.Json;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>What one large job took, as its process tells it.</summary>
/// <param name="Accepted">From the first byte of its CSV until it is accepted.</param>
/// <param name="Finished">From the first byte to its completion.</param>
/// <param name="PeakBytes">Most memory that the process had resident until then.</param>
/// <param name="DiskBytes">The length of all files of the store then.</param>
/// <param name="Opened">How long the store took to open again, with the finished job in it.</param>
/// <param name="OpenedHalfDone">The same with another job of that size in it, half done.</param>
internal sealed record RowsRun(
    TimeSpan Accepted, TimeSpan Finished, long PeakBytes, long DiskBytes, TimeSpan Opened, TimeSpan OpenedHalfDone)
{
    public static RowsRun Parse(string line) => JsonSerializer.Deserialize<RowsRun>(line)!;

    public string ToLine() => JsonSerializer.Serialize(this);
}
