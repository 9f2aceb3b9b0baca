using Microsoft.Extensions.Options;

namespace ImageBatch;

/// <summary>Checks how long finished jobs are kept, and says why; the message of a range could not.</summary>
internal sealed class RetentionValidator : IValidateOptions<ImageBatchOptions>
{
    private static readonly TimeSpan Least = TimeSpan.FromDays(4);
    private static readonly TimeSpan Most = TimeSpan.FromDays(36_500);

    public ValidateOptionsResult Validate(string? name, ImageBatchOptions options) =>
        options.RetainFinishedJobsFor is { } retention && (retention < Least || retention > Most)
            ? ValidateOptionsResult.Fail(
                $"RetainFinishedJobsFor is {retention}; it must be at least 4 days, since webhooks are tried for 75 hours, "
                + "and at most 36,500. Leave it out to keep finished jobs until a user deletes them.")
            : ValidateOptionsResult.Success;
}
