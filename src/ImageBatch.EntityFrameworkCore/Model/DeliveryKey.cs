using System.Globalization;
using ImageBatch.Model;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>Names a delivery as the database does.</summary>
/// <param name="Job">The job.</param>
/// <param name="Run">The run that finished.</param>
internal sealed record DeliveryKey(Guid Job, int Run)
{
    /// <summary>Reads what <see cref="WebhookDelivery.IdOf"/> makes; null for anything else.</summary>
    public static DeliveryKey? Parse(string id) =>
        id.Split('_') is [_, var job, var run]
        && Guid.TryParseExact(job, "N", out var jobId)
        && int.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && WebhookDelivery.IdOf(new JobId(jobId), number) == id
            ? new DeliveryKey(jobId, number)
            : null;
}
