namespace ImageBatch.SampleHost.Demo;

/// <summary>What the demo reads of a job's status.</summary>
internal sealed record DemoJob(
    string RequestId, string Status, int Total, int Pending, int Succeeded, int Failed, long BytesIn, long BytesOut, double? SavedPercent)
{
    public bool IsFinished => Status is "Completed" or "Failed" or "Cancelled";
}
