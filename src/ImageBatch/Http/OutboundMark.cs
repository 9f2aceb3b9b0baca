namespace ImageBatch.Http;

/// <summary>
/// Marks every call that downloads and webhooks make, so that the HTTP API knows its own deployment's calls, of this node or of
/// another, and refuses them: a webhook that cancels a job, or a download that reads one, would be made by whoever wrote the URL.
/// </summary>
/// <remarks>
/// It is the header of RFC 8586, made to end loops. It is no secret and needs none: who sends it is refused, and who wrote the URL
/// cannot have it left out, whatever name, address or redirect leads here.
/// </remarks>
public static class OutboundMark
{
    /// <summary>The header's name.</summary>
    public const string Header = "CDN-Loop";

    /// <summary>What calls of ImageBatch say in it.</summary>
    public const string Value = "ImageBatch";

    /// <summary>Whether the header's values, which proxies may have added to, name ImageBatch.</summary>
    public static bool IsIn(IEnumerable<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.OfType<string>().SelectMany(value => value.Split(','))
            .Any(entry => entry.Split(';')[0].Trim().Equals(Value, StringComparison.OrdinalIgnoreCase));
    }
}
