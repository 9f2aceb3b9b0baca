namespace ImageBatch.Model;

/// <summary>The format that an upload asks its outputs to have.</summary>
public enum OutputFormat
{
    /// <summary>Each output keeps the format of its input.</summary>
    Preserve,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP.</summary>
    WebP,

    /// <summary>AVIF.</summary>
    Avif,
}
