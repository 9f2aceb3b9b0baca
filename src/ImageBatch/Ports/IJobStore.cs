using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>
/// The truth about jobs, products and images. Every method is one atomic step: a reader sees all of it or nothing,
/// and what a durable store has answered survives the death of the process.
/// </summary>
/// <remarks>
/// Thread-safe, also against other processes where the store is shared. Any exception that is not named means that
/// the store cannot be reached; the caller tries again, so every method can be repeated without harm. The store keeps
/// the counters of a job equal to the states of its images at every moment. One that may answer while it could keep
/// nothing new is an <see cref="IStoreProbe"/> as well. What it kept of a job and finds missing or damaged is a
/// <see cref="JobDamagedException"/>: never a shorter answer, and no use to ask again.
/// </remarks>
public interface IJobStore
{
    /// <summary>How many characters of cells end a page of products: 262,144.</summary>
    const int PageCharacters = 1 << 18;

    /// <summary>
    /// Adds a job. The pages are staged, unseen by any other method, as they come; then <paramref name="seal"/> is
    /// called once, and one write makes the job visible, with every image pending in run 1. An id that is taken
    /// answers as a taken key does.
    /// </summary>
    /// <param name="jobId">The id of the new job.</param>
    /// <param name="idempotencyKey">
    /// The uploader's key, compared ordinally and reserved before the first page is read, or null. With a key that
    /// is taken neither the pages nor the seal are asked for. A key is forgotten with its job.
    /// </param>
    /// <param name="pages">Products in row order, some at a time. Read once.</param>
    /// <param name="seal">Gives the rest after the last page.</param>
    /// <param name="cancellationToken">Gives up, leaving nothing behind.</param>
    /// <returns>The job as it now stands, or what holds the key.</returns>
    /// <exception cref="Exception">What the pages or the seal threw; nothing is left behind.</exception>
    Task<AddJobResult> AddAsync(
        JobId jobId,
        string? idempotencyKey,
        IAsyncEnumerable<IReadOnlyList<Product>> pages,
        Func<CancellationToken, Task<JobSeal>> seal,
        CancellationToken cancellationToken = default);

    /// <summary>Reads a job; null where it does not exist. Takes constant time however many images it has.</summary>
    Task<Job?> FindAsync(JobId jobId, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of the jobs that a query selects, in the order of their ids.</summary>
    Task<IReadOnlyList<Job>> QueryAsync(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a page of a job's products in row order; empty at the end and for an unknown job. A page ends before
    /// <paramref name="limit"/> with the product whose cells bring it to <see cref="PageCharacters"/> or sooner, so that a page of
    /// long rows takes little memory.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="afterRow">Only rows after this one; -1 for the first page.</param>
    /// <param name="limit">Most products to answer with, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Product>> ReadProductsAsync(
        JobId jobId, int afterRow, int limit, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of a job's images in index order; empty at the end and for an unknown job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="status">Only images that stand here; null for all.</param>
    /// <param name="afterIndex">Only images after this one; -1 for the first page.</param>
    /// <param name="limit">Most images to answer with, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<JobImage>> ReadImagesAsync(
        JobId jobId, ImageStatus? status, int afterIndex, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads what workers need, for those of the keys whose images are pending in that very run; each once, in any
    /// order.
    /// </summary>
    Task<IReadOnlyList<ImageWork>> LoadAsync(
        IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default);

    /// <summary>
    /// Names the suspects of a job: its pending images that have starts which nothing followed
    /// (<see cref="ImageWork.Deaths"/>), in index order; none of a finished or unknown job. Takes time by their number,
    /// not by that of the job's images.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="limit">Most suspects to answer with, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<ImageKey>> ReadSuspectsAsync(
        JobId jobId, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Saves a batch of events in order. Events of images that are not pending in the event's run change nothing.
    /// A final event also finishes every image that is the same as its own (<see cref="JobImage.SameAs"/>). The first
    /// start or result makes a pending job <see cref="JobStatus.Processing"/> and sets when it started. The event that
    /// makes a job's last image final finishes the job and, where it has a webhook, makes its delivery due, in the
    /// same write.
    /// </summary>
    Task<SaveResult> SaveAsync(IReadOnlyList<ImageEvent> events, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a user's change. Cancelling finishes the job as <see cref="SaveAsync"/> does; retrying forgets the failed
    /// images' errors and deaths and makes a finished job <see cref="JobStatus.Processing"/>.
    /// </summary>
    Task<JobChangeResult> ChangeAsync(JobId jobId, JobChange change, CancellationToken cancellationToken = default);

    /// <summary>Deletes a job and all that belongs to it, its webhook's deliveries among it; false where it does not exist.</summary>
    Task<bool> DeleteAsync(JobId jobId, CancellationToken cancellationToken = default);
}
