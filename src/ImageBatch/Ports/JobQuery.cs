using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>Selects jobs by where they stand, in the order of their ids, a page at a time.</summary>
public sealed record JobQuery
{
    /// <summary>Null selects the unfinished jobs; a time the jobs that finished before it.</summary>
    public DateTimeOffset? FinishedBefore { get; private init; }

    /// <summary>Only jobs whose ids sort after this one; null for the first page.</summary>
    public JobId? After { get; init; }

    /// <summary>Most jobs to answer with, at least 1. Default 1,000.</summary>
    public int Limit { get; init; } = 1_000;

    /// <summary>Selects the jobs that are pending or processing.</summary>
    public static JobQuery Unfinished { get; } = new();

    /// <summary>Selects the jobs that finished before a time.</summary>
    public static JobQuery Finished(DateTimeOffset before) => new() { FinishedBefore = before };
}
