using System.ComponentModel.DataAnnotations;

namespace ImageBatch.EntityFrameworkCore;

/// <summary>How jobs are kept in a relational database.</summary>
public sealed class EntityFrameworkCoreOptions
{
    /// <summary>
    /// How long the rows of an upload, and its idempotency key, outlive the process that was taking it. The lease is
    /// renewed while the upload runs, three times in this span, and any node removes what is left when it has ended;
    /// each looks as often as this. The clocks of the nodes may differ by less than a third of it. Default 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StagingLease { get; set; } = TimeSpan.FromSeconds(30);
}
