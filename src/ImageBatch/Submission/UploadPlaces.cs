using ImageBatch.Client;
using ImageBatch.Fairness;
using Microsoft.Extensions.Options;

namespace ImageBatch.Submission;

/// <summary>
/// The places of uploads that are read at once, dry runs among them. One uploader has half of them at the most, so that uploads
/// which are held open keep nobody else out.
/// </summary>
internal sealed class UploadPlaces(IOptions<ImageBatchOptions> options)
{
    private readonly int _places = options.Value.Csv.MaxConcurrentUploads;
    private readonly Dictionary<string, int> _takenBy = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>Takes a place. Disposing what it answers gives it back.</summary>
    /// <param name="uploader">Who uploads; null where nobody can tell.</param>
    /// <exception cref="SubmissionException">There is none.</exception>
    public IDisposable Enter(string? uploader)
    {
        lock (_takenBy)
        {
            var own = uploader is null ? 0 : _takenBy.GetValueOrDefault(uploader);
            if (_taken == _places || own == (_places + 1) / 2)
            {
                throw new SubmissionException(
                    SubmissionErrorCodes.UploadBusy,
                    _taken == _places
                        ? "As many uploads are being read as this service reads at once. Send it again when one has ended."
                        : "As many of your uploads are being read as this service reads of one uploader at once. Send it again when one has ended.");
            }

            _taken++;
            if (uploader is not null)
            {
                _takenBy[uploader] = own + 1;
            }

            return new Place(() => Leave(uploader));
        }
    }

    private void Leave(string? uploader)
    {
        lock (_takenBy)
        {
            _taken--;
            if (uploader is not null && --_takenBy[uploader] == 0)
            {
                _takenBy.Remove(uploader);
            }
        }
    }
}
