namespace ImageBatch.EntityFrameworkCore.Uploads;

/// <summary>An upload that this process is taking.</summary>
/// <param name="JobId">The job to be.</param>
/// <param name="Token">Names the upload in the job's row, so that no other upload under the same id is taken for it.</param>
internal sealed record Upload(Guid JobId, Guid Token);
