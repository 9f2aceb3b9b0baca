namespace ImageBatch.Diagnostics;

/// <summary>A part of the engine that knows when it cannot go on. The engine and adapters register theirs.</summary>
/// <remarks>Thread-safe, and quick to ask.</remarks>
public interface IEngineHealth
{
    /// <summary>
    /// What it is a part of, in readiness: <see cref="EngineParts.Processing"/> unless it says otherwise.
    /// </summary>
    string Part => EngineParts.Processing;

    /// <summary>
    /// What keeps the part from working now, in a sentence that may be seen from outside: without addresses, accounts and
    /// paths. Null where nothing does.
    /// </summary>
    string? Problem { get; }
}
