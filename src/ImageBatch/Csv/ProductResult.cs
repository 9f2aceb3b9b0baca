using System.Text;
using ImageBatch.Model;

namespace ImageBatch.Csv;

/// <summary>Gathers the two result cells of one product after the other.</summary>
internal sealed class ProductResult(Func<JobImage, string?> outputUrlOf)
{
    private readonly StringBuilder _outputUrls = new();
    private readonly StringBuilder _errors = new();
    private int _images;

    /// <summary>The outputs' URLs in the order of the inputs, joined by <c>,</c>; a place is empty where there is no output.</summary>
    public string OutputUrls => _outputUrls.ToString();

    /// <summary>
    /// What went wrong, with the image's place in the row, from 1, as in
    /// <c>2: download.status: The server answered 404.</c>; several are joined by <c>; </c>.
    /// </summary>
    public string Errors => _errors.ToString();

    /// <summary>Starts the next product.</summary>
    public void Clear()
    {
        _outputUrls.Clear();
        _errors.Clear();
        _images = 0;
    }

    /// <summary>Adds the product's next image.</summary>
    public void Add(JobImage image)
    {
        if (_images++ > 0)
        {
            _outputUrls.Append(',');
        }

        switch (image.Status)
        {
            case ImageStatus.Succeeded:
                _outputUrls.Append(outputUrlOf(image));
                break;
            case ImageStatus.Failed:
                AddError(image.Error is { } error ? $"{error.Code}: {error.Message}" : "failed");
                break;
            case ImageStatus.Cancelled:
                AddError("cancelled");
                break;
            default:
                // Not of a finished job; a retry may have started since.
                AddError("pending");
                break;
        }
    }

    private void AddError(string error)
    {
        _errors.Append(_errors.Length == 0 ? "" : "; ").Append(_images).Append(": ").Append(error);
    }
}
