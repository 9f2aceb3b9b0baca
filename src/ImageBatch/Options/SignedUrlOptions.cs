using System.ComponentModel.DataAnnotations;

namespace ImageBatch;

/// <summary>
/// Makes the URLs of outputs and result CSVs links: who holds one reads what it names, and nothing else, where the API
/// itself asks callers who they are. Every node that renders URLs needs the same secrets, those that only deliver
/// webhooks too.
/// </summary>
public sealed class SignedUrlOptions
{
    /// <summary>
    /// Random texts of at least 16 characters. The first signs, and all are accepted, so that links survive while a
    /// secret is replaced. Empty (the default): URLs are not signed.
    /// </summary>
    [Required]
    public IReadOnlyList<string> Secrets { get; set; } = [];

    /// <summary>
    /// How long a link is good for, from when it was rendered. A webhook's body is rendered once, before its first try.
    /// Null (the default): until its secret is taken away.
    /// </summary>
    [TimeSpanRange("00:00:01", "36500.00:00:00")]
    public TimeSpan? Lifetime { get; set; }
}
