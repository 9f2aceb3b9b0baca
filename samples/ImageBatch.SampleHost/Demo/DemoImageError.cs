namespace ImageBatch.SampleHost.Demo;

/// <summary>Why an image failed.</summary>
internal sealed record DemoImageError(string Code, string Message);
