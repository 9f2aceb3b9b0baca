using ImageBatch.Model;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>Describes stored jobs in the words of the port.</summary>
internal static class JobDescription
{
    /// <summary>Describes a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="webhook">What became of the delivery of its current run; null where there is none.</param>
    public static Job Describe(this JobEntity job, JobWebhook? webhook) => new()
    {
        Id = new JobId(job.Id),
        Definition = new JobDefinition
        {
            Options = job.Options,
            Header = job.Header,
            Delimiter = job.Delimiter[0],
            Products = job.Products,
            Images = job.Images,
            BodyHash = job.BodyHash,
            BaseUrl = job.BaseUrl,
            TraceParent = job.TraceParent,
        },
        Run = job.Run,
        Status = job.Status,
        Images = job.Counts,
        CreatedAt = job.CreatedAt,
        StartedAt = job.StartedAt,
        FinishedAt = job.FinishedAt,
        BytesIn = job.BytesIn,
        BytesOut = job.BytesOut,
        Webhook = job.WebhookUrl is null ? null : webhook ?? new JobWebhook { Url = job.WebhookUrl },
    };
}
