namespace ImageBatch.S3;

/// <summary>Public URLs that are made by putting the key of an object into a text.</summary>
internal sealed class OutputUrlTemplate(string template)
{
    private const string Place = "{key}";

    /// <summary>Whether a template gives an absolute URL of http or https that differs by the key alone.</summary>
    public static bool IsValid(string template)
    {
        var parts = template.Split(Place);

        // The host ends before the place: were it a part of the host, the keys' slashes would end it.
        return parts.Length == 2
            && Uri.TryCreate(parts[0], UriKind.Absolute, out var before)
            && (before.Scheme == Uri.UriSchemeHttp || before.Scheme == Uri.UriSchemeHttps)
            && before.UserInfo.Length == 0
            && before.Fragment.Length == 0
            && parts[0].IndexOf('/', before.Scheme.Length + Uri.SchemeDelimiter.Length) > 0
            && !parts[1].Contains('{', StringComparison.Ordinal)
            && !parts[0].Contains('{', StringComparison.Ordinal);
    }

    public Uri UrlOf(string key) => new(template.Replace(Place, key, StringComparison.Ordinal));
}
