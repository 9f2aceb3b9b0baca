using System.Diagnostics.CodeAnalysis;

namespace ImageBatch.Model;

/// <summary>Names a job: a version 7 UUID (RFC 9562, section 5.7), so that ids sort by the time of their making.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct JobId(Guid Value) : IComparable<JobId>
{
    /// <summary>Makes a new id.</summary>
    /// <param name="now">The time that the id carries, to the millisecond.</param>
    public static JobId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>Reads the form that <see cref="ToString"/> writes; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out JobId id)
    {
        var valid = Guid.TryParseExact(text, "D", out var value);
        id = new JobId(value);
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(JobId other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hexadecimal digits in five groups, as in <c>0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa</c>.</summary>
    public override string ToString() => Value.ToString("D");

    /// <summary>Whether the left id sorts before the right one.</summary>
    public static bool operator <(JobId left, JobId right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left id sorts after the right one.</summary>
    public static bool operator >(JobId left, JobId right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left id does not sort after the right one.</summary>
    public static bool operator <=(JobId left, JobId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left id does not sort before the right one.</summary>
    public static bool operator >=(JobId left, JobId right) => left.CompareTo(right) >= 0;
}
