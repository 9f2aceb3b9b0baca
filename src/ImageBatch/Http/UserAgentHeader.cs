using System.Reflection;
using System.Text;

namespace ImageBatch.Http;

/// <summary>The header <c>User-Agent</c> of downloads and webhooks.</summary>
internal static class UserAgentHeader
{
    /// <summary><c>ImageBatch/1.2.3 (+https://project)</c>; without the comment where the package was built without a URL.</summary>
    public static string Default { get; } = Of(typeof(UserAgentHeader).Assembly);

    /// <summary>Whether a text is one that the header can hold.</summary>
    public static bool IsLegal(string text)
    {
        using var request = new HttpRequestMessage();

        // What is beyond ASCII is taken in comments, and refused when it is sent.
        return Ascii.IsValid(text) && !text.Any(char.IsControl) && request.Headers.UserAgent.TryParseAdd(text);
    }

    private static string Of(Assembly package)
    {
        // What follows the plus is the commit, which is nobody else's business.
        var version = package.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        var url = package.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "RepositoryUrl")?.Value;
        return $"ImageBatch/{version ?? "0"}{(string.IsNullOrEmpty(url) ? "" : $" (+{url})")}";
    }
}
