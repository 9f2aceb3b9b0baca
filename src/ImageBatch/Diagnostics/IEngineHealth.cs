namespace ImageBatch.Diagnostics;

/// <summary>A part of the engine that knows when it cannot go on. The engine and adapters register theirs.</summary>
/// <remarks>Thread-safe, and quick to ask.</remarks>
public interface IEngineHealth
{
    /// <summary>What keeps the part from working now, in a sentence for an operator; null where nothing does.</summary>
    string? Problem { get; }
}
