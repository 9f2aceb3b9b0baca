using System.Globalization;
using ImageBatch.Client;
using ImageBatch.Http;

namespace ImageBatch.Submission;

/// <summary>What the settings of an upload must keep to.</summary>
internal static class SettingsRules
{
    /// <summary>Refuses settings that are out of range.</summary>
    /// <exception cref="SubmissionException">One of them is.</exception>
    public static void Check(JobSettings settings, int maxUrlLength)
    {
        CheckRange("quality", settings.Options.Quality, 1, 100);
        CheckRange("max_width", settings.Options.MaxWidth, 1, 65_535);
        CheckRange("max_height", settings.Options.MaxHeight, 1, 65_535);
        if (!Enum.IsDefined(settings.Options.Format))
        {
            throw new SubmissionException(
                SubmissionErrorCodes.SettingInvalid, "format is preserve, jpeg, png, webp or avif.");
        }

        if (settings.WebhookUrl is { } url)
        {
            CheckWebhook(url, maxUrlLength);
        }
    }

    /// <summary>Refuses a webhook URL that is none.</summary>
    /// <exception cref="SubmissionException">It is none.</exception>
    public static void CheckWebhook(string url, int maxUrlLength)
    {
        if (UrlSyntax.Check(url, maxUrlLength) is { } error)
        {
            throw new SubmissionException(SubmissionErrorCodes.WebhookInvalid, $"webhook_url: {error.Message}");
        }
    }

    /// <summary>The settings in one form, for the hash that tells whether two uploads are the same.</summary>
    public static byte[] Canonical(JobSettings settings) => System.Text.Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"\n{settings.Options.Quality}\n{settings.Options.MaxWidth}\n{settings.Options.MaxHeight}\n{settings.Options.Format}\n{settings.WebhookUrl}"));

    private static void CheckRange(string name, int? value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new SubmissionException(
                SubmissionErrorCodes.SettingInvalid,
                string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; give a whole number from {least} to {most}."));
        }
    }
}
