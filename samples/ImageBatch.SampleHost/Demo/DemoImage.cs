namespace ImageBatch.SampleHost.Demo;

/// <summary>What the demo reads of an image.</summary>
internal sealed record DemoImage(
    string ProductName, string InputUrl, string Status, bool Unchanged, long? BytesIn, long? BytesOut, DemoImageError? Error)
{
    /// <summary>What the input's URL ends with.</summary>
    public string InputName =>
        Uri.TryCreate(InputUrl, UriKind.Absolute, out var url) ? Uri.UnescapeDataString(url.Segments[^1]) : InputUrl;
}
