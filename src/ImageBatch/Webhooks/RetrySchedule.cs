namespace ImageBatch.Webhooks;

/// <summary>When a delivery is tried again. What is due when stands in the outbox: the schedule itself remembers nothing.</summary>
/// <param name="waits">The waits before the first and each later try; null for the default.</param>
internal sealed class RetrySchedule(IReadOnlyList<TimeSpan>? waits)
{
    /// <summary>The part of a wait that is added to it at the most, so that what failed together is not tried together.</summary>
    public const double MaxJitter = 0.1;

    private readonly IReadOnlyList<TimeSpan> _waits = waits ?? Default;

    /// <summary>The example of Standard Webhooks 1.0 ("Deliverability and reliability"): ten tries in 75 h 35 min 5 s.</summary>
    public static IReadOnlyList<TimeSpan> Default { get; } =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>How long to wait for the next try; null where the tries are used up.</summary>
    /// <param name="tries">Tries made, at least 1.</param>
    /// <param name="asked">
    /// The wait the receiver asked for, if it did. It may lengthen a wait up to the longest of the schedule, and never
    /// shortens one.
    /// </param>
    public TimeSpan? WaitAfter(int tries, TimeSpan? asked)
    {
        if (tries >= _waits.Count)
        {
            return null;
        }

        var wait = _waits[tries] * (1 + (MaxJitter * Random.Shared.NextDouble()));
        var longest = _waits.Max();
        var granted = asked > longest ? longest : asked;
        return granted > wait ? granted : wait;
    }
}
