using Microsoft.Extensions.Options;

namespace ImageBatch.FileSystem;

/// <summary>Checks what no annotation can: that outputs' paths can be appended to the URL.</summary>
internal sealed class PublicBaseUrlValidator : IValidateOptions<FileSystemOptions>
{
    public ValidateOptionsResult Validate(string? name, FileSystemOptions options)
    {
        var valid = options.PublicBaseUrl is null
            || (Uri.TryCreate(options.PublicBaseUrl, UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
                && url.Query.Length == 0
                && url.Fragment.Length == 0);
        return valid
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{nameof(FileSystemOptions)}.{nameof(FileSystemOptions.PublicBaseUrl)} must be an absolute http or https URL without query or fragment.");
    }
}
