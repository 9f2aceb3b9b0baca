using System.Globalization;

namespace ImageBatch.Model;

/// <summary>One announcement of one finished run of a job, as the outbox hands it out.</summary>
public sealed record WebhookDelivery
{
    /// <summary>Its id, the same over all tries: <see cref="IdOf"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The job.</summary>
    public required JobId Job { get; init; }

    /// <summary>The run that finished.</summary>
    public required int Run { get; init; }

    /// <summary>Where it is sent.</summary>
    public required string Url { get; init; }

    /// <summary>Tries made before.</summary>
    public required int Attempts { get; init; }

    /// <summary>
    /// The claim under which it was handed out. A try is saved only while its claim is the last one, so that a late
    /// answer of the old URL says nothing of the new one.
    /// </summary>
    public required Guid Claim { get; init; }

    /// <summary>The body, fixed before the first try; null until then.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The id of a run's delivery.</summary>
    public static string IdOf(JobId job, int run) =>
        string.Create(CultureInfo.InvariantCulture, $"msg_{job.Value:N}_{run}");
}
