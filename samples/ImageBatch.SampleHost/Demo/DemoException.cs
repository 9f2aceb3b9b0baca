namespace ImageBatch.SampleHost.Demo;

/// <summary>Ends the demo with a sentence.</summary>
internal sealed class DemoException(string message) : Exception(message);
