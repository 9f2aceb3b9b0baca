using System.Globalization;
using ImageBatch.AspNetCore.Errors;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>Reads parameters that are bound as texts, so that a wrong one is answered with the API's own problem.</summary>
internal static class RequestParameters
{
    public static JobId ReadId(string? text) => JobId.TryParse(text, out var id) ? id : throw Refusals.InvalidId(text);

    public static int ReadNumber(string name, string? text, int fallback, int min, int max)
    {
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max
            ? number
            : throw Refusals.InvalidQuery(
                name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min:N0} to {max:N0}"));
    }

    public static ImageStatus? ReadStatus(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        foreach (var status in Enum.GetValues<ImageStatus>())
        {
            if (text.Equals(status.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return status;
            }
        }

        throw Refusals.InvalidQuery("status", "one of " + string.Join(", ", Enum.GetNames<ImageStatus>()));
    }

    /// <summary>A switch that is on without a value: <c>?dry_run</c> must not store a job.</summary>
    public static bool ReadSwitch(string name, string? text) => text?.ToUpperInvariant() switch
    {
        null or "FALSE" or "0" => false,
        "" or "TRUE" or "1" => true,
        _ => throw Refusals.InvalidQuery(name, "true or false"),
    };
}
