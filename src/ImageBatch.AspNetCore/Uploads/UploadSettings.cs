using System.Globalization;
using ImageBatch.Client;
using ImageBatch.Model;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.AspNetCore.Uploads;

/// <summary>Collects the settings of an upload, each judged as it comes. What is empty counts as not given.</summary>
internal sealed class UploadSettings
{
    private const int MaxSide = 65_535;

    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private CompressionOptions _options = new();
    private string? _webhookUrl;

    public static IReadOnlyList<string> Names { get; } = ["webhook_url", "quality", "max_width", "max_height", "format"];

    /// <summary>Takes the settings among the query's parameters.</summary>
    public void Add(IQueryCollection query)
    {
        foreach (var name in Names)
        {
            foreach (var value in query[name])
            {
                Add(name, value ?? "");
            }
        }
    }

    /// <summary>Takes one setting.</summary>
    /// <exception cref="SubmissionException">It is out of its range, or was given before.</exception>
    public void Add(string name, string value)
    {
        value = value.Trim();
        if (value.Length == 0)
        {
            return;
        }

        if (!_given.Add(name))
        {
            throw Invalid($"The setting {name} is given twice: give it once.");
        }

        switch (name)
        {
            case "webhook_url":
                _webhookUrl = value; // Judged by the client, as everywhere a webhook can be set.
                break;
            case "quality":
                _options = _options with { Quality = Number(name, value, 100) };
                break;
            case "max_width":
                _options = _options with { MaxWidth = Number(name, value, MaxSide) };
                break;
            case "max_height":
                _options = _options with { MaxHeight = Number(name, value, MaxSide) };
                break;
            case "format":
                _options = _options with { Format = Format(value) };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "Not a setting.");
        }
    }

    public JobSettings ToJobSettings(string baseUrl) =>
        new() { Options = _options, WebhookUrl = _webhookUrl, BaseUrl = baseUrl };

    private static int Number(string name, string value, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max
            ? number
            : throw Invalid(string.Create(
                CultureInfo.InvariantCulture, $"The setting {name} must be a whole number from 1 to {max:N0}."));

    private static OutputFormat Format(string value) => value.ToUpperInvariant() switch
    {
        "PRESERVE" => OutputFormat.Preserve,
        "JPEG" or "JPG" => OutputFormat.Jpeg,
        "PNG" => OutputFormat.Png,
        "WEBP" => OutputFormat.WebP,
        "AVIF" => OutputFormat.Avif,
        _ => throw Invalid("The setting format must be one of preserve, jpeg, png, webp and avif."),
    };

    private static SubmissionException Invalid(string message) => new(SubmissionErrorCodes.SettingInvalid, message);
}
