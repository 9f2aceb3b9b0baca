namespace ImageBatch.SampleHost.Demo;

/// <summary>What the demo reads of an image.</summary>
internal sealed record DemoImage(
    string ProductName, string InputUrl, string Status, bool Unchanged, long? BytesIn, long? BytesOut, DemoImageError? Error);
