namespace ImageBatch.Model;

/// <summary>What an upload said of its job beside the rows; it never changes.</summary>
public sealed record JobDefinition
{
    /// <summary>What was asked of the compression.</summary>
    public required CompressionOptions Options { get; init; }

    /// <summary>The CSV's header cells in order.</summary>
    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>The CSV's delimiter: comma, semicolon or tab.</summary>
    public required char Delimiter { get; init; }

    /// <summary>Number of products, at least 1.</summary>
    public required int Products { get; init; }

    /// <summary>Number of images, at least 1.</summary>
    public required int Images { get; init; }

    /// <summary>SHA-256 of the CSV's bytes and of the settings, in lower-case hexadecimal digits.</summary>
    public required string BodyHash { get; init; }

    /// <summary>Scheme, host and prefix under which the upload came, without a slash at the end; null without HTTP.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>
    /// The activity of the upload, as the header <c>traceparent</c> of W3C Trace Context has it: what is done with the job,
    /// on whatever node, belongs to its trace. Null without one.
    /// </summary>
    public string? TraceParent { get; init; }
}
