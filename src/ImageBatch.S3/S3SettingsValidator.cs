using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace ImageBatch.S3;

/// <summary>Checks what no annotation can: URLs, names, and settings that belong together or exclude each other.</summary>
/// <remarks>What is wrong with a key is said without showing it.</remarks>
internal sealed partial class S3SettingsValidator : IValidateOptions<S3ImageStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, S3ImageStoreOptions options)
    {
        string[] failures = [.. Failures(options)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(S3ImageStoreOptions options)
    {
        // One that is missing is the annotation's to report.
        if (options.Bucket is { Length: > 0 } && !BucketName().IsMatch(options.Bucket))
        {
            yield return Wrong(
                nameof(options.Bucket),
                "is no name of a bucket: 3 to 63 letters, digits, dots, underscores and hyphens, with a letter or digit at both ends.");
        }

        if (options.KeyPrefix is null || !KeyPrefix().IsMatch(options.KeyPrefix))
        {
            yield return Wrong(
                nameof(options.KeyPrefix),
                "must be empty or like 'shop/images': letters, digits, '-', '_' and '.', no empty segment and none of dots alone.");
        }

        if (options.ServiceUrl is not null && !IsServiceUrl(options.ServiceUrl))
        {
            yield return Wrong(
                nameof(options.ServiceUrl),
                "must be an absolute http or https URL without user, query and fragment, such as https://storage.example.com.");
        }

        if (options.Region is not null && !RegionName().IsMatch(options.Region))
        {
            yield return Wrong(nameof(options.Region), "is no name of a region, such as eu-central-1.");
        }

        if (string.IsNullOrWhiteSpace(options.AccessKey) != string.IsNullOrWhiteSpace(options.SecretKey))
        {
            yield return Wrong(
                nameof(options.AccessKey),
                $"and {nameof(options.SecretKey)} go together: set both, or none to use the AWS SDK's credentials.");
        }

        if (options.PublicUrlTemplate is not null && !OutputUrlTemplate.IsValid(options.PublicUrlTemplate))
        {
            yield return Wrong(
                nameof(options.PublicUrlTemplate),
                "must be an absolute http or https URL with {key} once behind the host, such as https://cdn.example.com/{key}.");
        }

        if (options.PublicUrlTemplate is not null && options.PresignedUrlLifetime is not null)
        {
            yield return Wrong(
                nameof(options.PublicUrlTemplate),
                $"and {nameof(options.PresignedUrlLifetime)} exclude each other: an output has one public URL.");
        }
    }

    private static bool IsServiceUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0
        && url.Query.Length == 0
        && url.Fragment.Length == 0;

    private static string Wrong(string option, string message) => $"{nameof(S3ImageStoreOptions)}.{option} {message}";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]\z")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"\A((?!\.+(/|\z))[A-Za-z0-9._-]+(/(?!\z)|/?\z))*\z")]
    private static partial Regex KeyPrefix();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex RegionName();
}
