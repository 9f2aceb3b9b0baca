using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>What makes a staged job whole: known only when the last row, and the fields after it, were read.</summary>
/// <param name="Definition">What never changes.</param>
/// <param name="WebhookUrl">Where the job is announced; null for nowhere.</param>
public sealed record JobSeal(JobDefinition Definition, string? WebhookUrl);
