using Microsoft.Extensions.Logging;

namespace ImageBatch.Diagnostics;

/// <summary>
/// What the log says of parts that loops try again and again to reach: one line when a part goes away, one a minute while
/// it stays away, and one when it is back, however many loops and nodes of work ask for it and however often.
/// </summary>
/// <remarks>
/// <para>Parts that fail of one cause, by the message of the innermost exception, share the line: a database is the job store and
/// the webhook outbox. What lies behind, with its stack trace, goes to the level Debug.</para>
/// <para>Thread-safe. Adapters take the host's own from its services.</para>
/// </remarks>
/// <param name="time">Tells how long ago a line was written.</param>
/// <param name="logger">Takes the lines.</param>
public sealed class Outages(TimeProvider time, ILogger<Outages> logger)
{
    private const int MostCauses = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Part> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Cause> _causes = new(StringComparer.Ordinal);
    private volatile int _away;

    /// <summary>How often the same outage is written down: once a minute.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Notes that a part cannot be reached, and writes it down if that is due.</summary>
    /// <param name="part">The part, as the subject of the line: <c>The job store</c>.</param>
    /// <param name="exception">What it failed with.</param>
    /// <param name="nextTry">How long it is until the next try.</param>
    public void Report(string part, Exception exception, TimeSpan nextTry)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(exception);
        if (IsDue(part, exception))
        {
            Log.PartUnavailable(logger, part, ReasonOf(exception), nextTry);
        }

        Log.PartUnavailableBecause(logger, exception, part);
    }

    /// <summary>
    /// Notes that a part cannot be reached, for who writes it down in other words: true where that is due, which is then
    /// taken for done.
    /// </summary>
    /// <param name="part">The part.</param>
    /// <param name="exception">What it failed with.</param>
    public bool IsDue(string part, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(exception);
        var reason = ReasonOf(exception);
        lock (_gate)
        {
            var away = PartOf(part);
            var cause = CauseOf(reason);
            if (away.Causes.Count == 0)
            {
                away.Since = time.GetTimestamp();
                _away++;
            }

            away.Causes.Add(cause);
            if (IsFresh(away.Said) || IsFresh(cause.Said))
            {
                return false;
            }

            (away.Said, cause.Said, cause.IsOpen) = (time.GetTimestamp(), time.GetTimestamp(), true);
            return true;
        }
    }

    /// <summary>Notes that a part was reached, and writes it down where the log says that it is away. Costs nothing else.</summary>
    /// <param name="part">The part, as it was reported.</param>
    public void End(string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (_away > 0 && TryEnd(part, out var duration))
        {
            Log.PartBack(logger, part, duration);
        }
    }

    private static string ReasonOf(Exception exception) => exception.GetBaseException().Message.ReplaceLineEndings(" ");

    private bool TryEnd(string part, out TimeSpan duration)
    {
        duration = default;
        lock (_gate)
        {
            if (!_parts.TryGetValue(part, out var away) || away.Causes.Count == 0)
            {
                return false;
            }

            // Another part may have said it of the same cause, and one of them says that it is over.
            var wasSaid = away.Causes.Aggregate(false, (said, cause) => cause.TryClose() || said);
            duration = TimeSpan.FromSeconds(Math.Round(time.GetElapsedTime(away.Since).TotalSeconds));
            away.Causes.Clear();
            _away--;
            return wasSaid;
        }
    }

    private Part PartOf(string name)
    {
        if (!_parts.TryGetValue(name, out var part))
        {
            _parts[name] = part = new Part();
        }

        return part;
    }

    private Cause CauseOf(string reason)
    {
        if (_causes.Count >= MostCauses)
        {
            // Messages may have numbers in them that are new each time.
            _causes.Clear();
        }

        if (!_causes.TryGetValue(reason, out var cause))
        {
            _causes[reason] = cause = new Cause();
        }

        return cause;
    }

    private bool IsFresh(long? said) => said is { } when && time.GetElapsedTime(when) < Interval;

    private sealed class Part
    {
        /// <summary>What it fails of; empty while it can be reached.</summary>
        public HashSet<Cause> Causes { get; } = [];

        public long Since { get; set; }

        public long? Said { get; set; }
    }

    private sealed class Cause
    {
        public long? Said { get; set; }

        /// <summary>Whether the log speaks of it, and not yet of its end.</summary>
        public bool IsOpen { get; set; }

        public bool TryClose()
        {
            var wasOpen = IsOpen;
            IsOpen = false;
            return wasOpen;
        }
    }
}
