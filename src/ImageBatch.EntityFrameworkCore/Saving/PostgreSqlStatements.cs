using ImageBatch.EntityFrameworkCore.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>
/// The statements of <see cref="PostgreSqlDialect"/>, with the names that the tables have in the host's model. A batch
/// comes as arrays, one a column; numbers of statuses are those of the enumerations.
/// </summary>
internal sealed class PostgreSqlStatements
{
    public PostgreSqlStatements(DbContext context)
    {
        Jobs = NameOf<JobEntity>(context);
        var (products, images, starts) =
            (NameOf<ProductEntity>(context), NameOf<ImageEntity>(context), NameOf<StartEntity>(context));
        InsertProducts = $"""
            INSERT INTO {products} (job_id, product_row, serial_number, name, cells, first_image, images)
            SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7)
            """;
        InsertImages = $"""
            INSERT INTO {images} (job_id, image_index, product_row, url, same_as, status)
            SELECT $1, *, 0 FROM unnest($2, $3, $4, $5)
            """;
        Lock = $"SELECT id FROM {Jobs} WHERE id = ANY ($1) AND staged_until IS NULL ORDER BY id FOR UPDATE";
        TakeBack = $"""
            UPDATE {starts} AS start SET taken_back = TRUE
            FROM unnest($1, $2, $3, $4) AS event (job_id, run, image_index, attempt)
            JOIN {Jobs} AS job ON job.id = event.job_id AND job.run = event.run
            WHERE start.job_id = event.job_id AND start.image_index = event.image_index AND start.attempt = event.attempt
            """;
        Start = $"""
            WITH started AS (
                INSERT INTO {starts} (job_id, image_index, attempt, taken_back)
                SELECT event.job_id, event.image_index, event.attempt, event.taken_back
                FROM unnest($1, $2, $3, $4, $5) AS event (job_id, run, image_index, attempt, taken_back)
                JOIN {Jobs} AS job ON job.id = event.job_id AND job.run = event.run AND job.staged_until IS NULL
                JOIN {images} AS image
                    ON image.job_id = event.job_id AND image.image_index = event.image_index AND image.status = 0
                ON CONFLICT DO NOTHING
                RETURNING job_id)
            UPDATE {Jobs} SET status = 1, started_at = $6
            WHERE id IN (SELECT job_id FROM started) AND started_at IS NULL
            """;

        // A copy may have a result of its own in the batch: the first of its two counts.
        Finish = $"""
            WITH event AS (
                SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) WITH ORDINALITY AS event
                    (job_id, run, first, status, output_name, bytes_in, bytes_out, unchanged, note, error_code, error_message, position)),
            target AS (
                SELECT DISTINCT ON (event.job_id, same.image_index) event.*, same.image_index
                FROM event
                JOIN {Jobs} AS job ON job.id = event.job_id AND job.run = event.run AND job.staged_until IS NULL
                JOIN {images} AS image
                    ON image.job_id = event.job_id AND image.image_index = event.first AND image.status = 0
                CROSS JOIN LATERAL (
                    SELECT event.first AS image_index
                    UNION ALL
                    SELECT copy.image_index FROM {images} AS copy
                    WHERE copy.job_id = event.job_id AND copy.same_as = event.first) AS same
                ORDER BY event.job_id, same.image_index, event.position),
            changed AS (
                UPDATE {images} AS image
                SET status = target.status, output_name = target.output_name, bytes_in = target.bytes_in,
                    bytes_out = target.bytes_out, unchanged = target.unchanged, note = target.note,
                    error_code = target.error_code, error_message = target.error_message
                FROM target
                WHERE image.job_id = target.job_id AND image.image_index = target.image_index AND image.status = 0
                RETURNING image.job_id, image.image_index, image.status, image.bytes_in, image.bytes_out),
            forgotten AS (
                DELETE FROM {starts} AS start USING changed
                WHERE start.job_id = changed.job_id AND start.image_index = changed.image_index)
            UPDATE {Jobs} AS job
            SET status = 1, started_at = COALESCE(job.started_at, $12),
                pending = job.pending - total.changed, succeeded = job.succeeded + total.succeeded,
                failed = job.failed + total.changed - total.succeeded,
                bytes_in = job.bytes_in + total.bytes_in, bytes_out = job.bytes_out + total.bytes_out
            FROM (
                SELECT job_id, count(*) AS changed, count(*) FILTER (WHERE status = 1) AS succeeded,
                    COALESCE(sum(bytes_in), 0) AS bytes_in, COALESCE(sum(bytes_out), 0) AS bytes_out
                FROM changed GROUP BY job_id) AS total
            WHERE job.id = total.job_id
            RETURNING job.id, job.pending
            """;
    }

    /// <summary>The jobs' table, as it is written in statements.</summary>
    public string Jobs { get; }

    /// <summary>Job, then a product's row, serial number, name, cells, first image and number of images.</summary>
    public string InsertProducts { get; }

    /// <summary>Job, then an image's index, row, URL and what it is the same as.</summary>
    public string InsertImages { get; }

    /// <summary>Jobs; answers those that exist.</summary>
    public string Lock { get; }

    /// <summary>Of each return: job, run, image and attempt.</summary>
    public string TakeBack { get; }

    /// <summary>Of each start: job, run, image, attempt and whether it is taken back; then the time.</summary>
    public string Start { get; }

    /// <summary>Of each result: job, run, image and the columns of the result; then the time. Answers the jobs and their pending images.</summary>
    public string Finish { get; }

    private static string NameOf<TEntity>(DbContext context)
    {
        var entity = context.Model.FindEntityType(typeof(TEntity))!;
        return context.GetService<ISqlGenerationHelper>().DelimitIdentifier(entity.GetTableName()!, entity.GetSchema());
    }
}
