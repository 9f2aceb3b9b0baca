using ImageBatch.Model;

namespace ImageBatch.InMemory;

/// <summary>
/// The rows of a job: what never changes, in columns, since a job may have a million rows and an object for each of
/// them, its cells and its images would weigh more than all the rest.
/// </summary>
internal sealed class JobRows
{
    private const int None = -1;

    private readonly List<string> _serialNumbers = [];
    private readonly List<string> _names = [];
    private readonly List<int> _firstCells = [];
    private readonly List<int> _firstImages = [];
    private readonly List<string> _cells = [];
    private readonly List<string> _urls = [];
    private readonly List<int> _sameAs = [];
    private int[]? _nextCopies;

    public int Products => _names.Count;

    public int Images => _urls.Count;

    /// <summary>Takes the next product. Only before <see cref="Seal"/>.</summary>
    public void Add(Product product)
    {
        _serialNumbers.Add(product.SerialNumber);
        _names.Add(product.Name);
        _firstCells.Add(_cells.Count);
        _firstImages.Add(_urls.Count);
        _cells.AddRange(product.Cells);
        foreach (var image in product.Images)
        {
            _urls.Add(image.Url);
            _sameAs.Add(image.SameAs ?? None);
        }
    }

    /// <summary>Gives up spare room and chains the copies of each image; the rows never change afterwards.</summary>
    public void Seal()
    {
        _serialNumbers.TrimExcess();
        _names.TrimExcess();
        _firstCells.TrimExcess();
        _firstImages.TrimExcess();
        _cells.TrimExcess();
        _urls.TrimExcess();
        _sameAs.TrimExcess();

        // From the last to the first, so that each chain runs in index order.
        for (var index = Images - 1; index >= 0; index--)
        {
            if (_sameAs[index] is var first and not None)
            {
                var next = _nextCopies ??= NoCopies(Images);
                next[index] = next[first];
                next[first] = index;
            }
        }
    }

    public string UrlOf(int image) => _urls[image];

    /// <summary>The next image that has the URL of this one; null at the end of the chain.</summary>
    public int? NextCopyOf(int image) => _nextCopies?[image] is { } next and not None ? next : null;

    public Product ReadProduct(int row)
    {
        var (firstCell, endCell) = Range(_firstCells, row, _cells.Count);
        var (firstImage, endImage) = Range(_firstImages, row, Images);
        var images = new ProductImage[endImage - firstImage];
        for (var i = 0; i < images.Length; i++)
        {
            images[i] = new ProductImage(_urls[firstImage + i], SameAsOf(firstImage + i));
        }

        return new Product
        {
            Row = row,
            SerialNumber = _serialNumbers[row],
            Name = _names[row],
            Cells = [.. _cells[firstCell..endCell]],
            FirstImage = firstImage,
            Images = images,
        };
    }

    /// <summary>Reads an image as it is uploaded, without where it stands.</summary>
    public JobImage ReadImage(int image)
    {
        // The row whose first image is this one, or else the row before the first that begins after it.
        var found = _firstImages.BinarySearch(image);
        var row = found >= 0 ? found : ~found - 1;
        return new JobImage
        {
            Index = image,
            Row = row,
            SerialNumber = _serialNumbers[row],
            ProductName = _names[row],
            Url = _urls[image],
            SameAs = SameAsOf(image),
        };
    }

    private int? SameAsOf(int image) => _sameAs[image] is var first and not None ? first : null;

    private static (int First, int End) Range(List<int> firsts, int row, int count) =>
        (firsts[row], row + 1 < firsts.Count ? firsts[row + 1] : count);

    private static int[] NoCopies(int images)
    {
        var next = new int[images];
        next.AsSpan().Fill(None);
        return next;
    }
}
