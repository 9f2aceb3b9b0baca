using ImageBatch.Webhooks;
using Microsoft.Extensions.Options;

namespace ImageBatch;

/// <summary>What attributes cannot say of <see cref="WebhookOptions"/>. Messages never show a secret.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<ImageBatchOptions>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, ImageBatchOptions options)
    {
        string[] failures =
        [
            .. options.Webhooks.Secrets
                .Select((secret, index) => WebhookSecret.TryParse(secret, out _)
                    ? null
                    : $"Webhooks.Secrets[{index}] is no webhook secret: one is {WebhookSecret.Form}.")
                .OfType<string>(),
            .. ScheduleFailures(options.Webhooks.RetrySchedule ?? RetrySchedule.Default),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> ScheduleFailures(IReadOnlyList<TimeSpan> schedule)
    {
        if (schedule is [])
        {
            yield return "Webhooks.RetrySchedule is empty: leave it out for the waits of the default, or name one for each try.";
        }

        if (schedule is [var first, ..] && first != TimeSpan.Zero)
        {
            yield return "Webhooks.RetrySchedule begins with 00:00:00: the first try is made at once.";
        }

        if (schedule.Any(wait => wait < TimeSpan.Zero || wait > LongestWait))
        {
            yield return $"Webhooks.RetrySchedule has waits of 0 to {LongestWait.Days} days.";
        }
    }
}
