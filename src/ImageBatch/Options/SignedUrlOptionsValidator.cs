using Microsoft.Extensions.Options;

namespace ImageBatch;

/// <summary>What attributes cannot say of <see cref="SignedUrlOptions"/>. Messages never show a secret.</summary>
internal sealed class SignedUrlOptionsValidator : IValidateOptions<ImageBatchOptions>
{
    private const int MinLength = 16;

    public ValidateOptionsResult Validate(string? name, ImageBatchOptions options)
    {
        string[] failures =
        [
            .. options.SignedUrls.Secrets
                .Select((secret, index) => secret is { Length: >= MinLength }
                    ? null
                    : $"SignedUrls.Secrets[{index}] has fewer than {MinLength} characters: who holds a link could guess it.")
                .OfType<string>(),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
