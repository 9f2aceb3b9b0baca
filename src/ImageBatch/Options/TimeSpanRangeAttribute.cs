using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace ImageBatch;

/// <summary>
/// The range that a span of time has to be in, both ends included; null passes. It stands where
/// <see cref="RangeAttribute"/> would, which converts its ends by reflection and so is not for trimmed hosts.
/// </summary>
/// <param name="minimum">The shortest, such as <c>00:00:01</c>.</param>
/// <param name="maximum">The longest.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeSpanRangeAttribute(string minimum, string maximum)
    : ValidationAttribute("The field {0} must be between {1} and {2}.")
{
    private readonly TimeSpan _minimum = TimeSpan.Parse(minimum, CultureInfo.InvariantCulture);
    private readonly TimeSpan _maximum = TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);

    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;

    public override bool IsValid(object? value) => value is not TimeSpan span || (span >= _minimum && span <= _maximum);

    public override string FormatErrorMessage(string name) =>
        string.Format(CultureInfo.CurrentCulture, ErrorMessageString, name, _minimum, _maximum);
}
