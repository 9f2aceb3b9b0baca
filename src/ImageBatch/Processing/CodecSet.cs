using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Processing;

/// <summary>The registered codecs in order of preference.</summary>
internal sealed class CodecSet
{
    private readonly IImageCodec[] _codecs;

    public CodecSet(IEnumerable<IImageCodec> codecs)
    {
        _codecs = [.. codecs];
        if (_codecs.Length == 0)
        {
            throw new InvalidOperationException(
                "ImageBatch has no IImageCodec, which a worker needs. Inside AddImageBatch(batch => …) call "
                + "AddRecompression() of ImageBatch.Recompression, or leave the role Worker out of AddImageBatchWorker.");
        }
    }

    /// <summary>The names of the codecs, the preferred first.</summary>
    public IEnumerable<string> Names => _codecs.Select(codec => codec.Name);

    /// <summary>The codecs that take an image, the preferred first.</summary>
    /// <param name="header">The image's header.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="mostBytes">Most working memory that a codec may have. One that needs more is left out.</param>
    /// <exception cref="ImageException">
    /// There is none: <see cref="ImageErrorCodes.ImageUnsupported"/>, or <see cref="ImageErrorCodes.ImageTooManyPixels"/> where
    /// only memory is wanting.
    /// </exception>
    public CodecCandidates Find(ImageHeader header, CompressionOptions options, long mostBytes)
    {
        var able = new List<CodecCandidate>(_codecs.Length);
        var refusals = new List<string>();
        var wanting = long.MaxValue;
        foreach (var codec in _codecs)
        {
            var answer = codec.CanCompress(header, options);
            if (answer.CanCompress && answer.WorkingBytes > mostBytes)
            {
                wanting = Math.Min(wanting, answer.WorkingBytes);
                refusals.Add($"{codec.Name} needs {answer.WorkingBytes:N0} bytes of memory for it.");
            }
            else if (answer.CanCompress)
            {
                able.Add(new CodecCandidate(codec, answer.WorkingBytes));
            }
            else
            {
                refusals.Add($"{codec.Name} does not take {answer.Reason}.");
            }
        }

        if (able.Count == 0)
        {
            throw wanting < long.MaxValue
                ? new ImageException(
                    ImageErrorCodes.ImageTooManyPixels,
                    $"Compressing the image takes {wanting:N0} bytes of memory beside input and output; {mostBytes:N0} are "
                    + "given. Send it smaller, or raise Processing.MaxWorkingBytes.")
                : Refuse(header, options, refusals);
        }

        return new CodecCandidates(able, later => Refuse(header, options, refusals.Concat(later)));
    }

    private ImageException Refuse(ImageHeader header, CompressionOptions options, IEnumerable<string> refusals) => new(
        ImageErrorCodes.ImageUnsupported,
        $"No codec takes this {ImageFormats.NameOf(header.Format)} image. {string.Join(" ", refusals)} "
        + CodecPackages.Advise(header, options, Names));
}
