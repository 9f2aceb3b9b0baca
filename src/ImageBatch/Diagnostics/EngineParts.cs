namespace ImageBatch.Diagnostics;

/// <summary>The parts of the engine that health checks tell apart.</summary>
public static class EngineParts
{
    /// <summary>What works on images.</summary>
    public const string Processing = "processing";

    /// <summary>What brings images from the dispatcher to the workers.</summary>
    public const string Queue = "queue";
}
