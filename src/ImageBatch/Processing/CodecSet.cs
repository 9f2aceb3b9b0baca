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

    /// <summary>The codecs that take an image, the preferred first, and the most memory one of them will need.</summary>
    /// <exception cref="ImageException">There is none: <see cref="ImageErrorCodes.ImageUnsupported"/>.</exception>
    public CodecCandidates Find(ImageHeader header, CompressionOptions options)
    {
        var able = new List<IImageCodec>(_codecs.Length);
        var refusals = new List<string>();
        var workingBytes = 0L;
        foreach (var codec in _codecs)
        {
            var answer = codec.CanCompress(header, options);
            if (answer.CanCompress)
            {
                able.Add(codec);
                workingBytes = Math.Max(workingBytes, answer.WorkingBytes);
            }
            else
            {
                refusals.Add($"{codec.Name} does not take {answer.Reason}.");
            }
        }

        return able.Count > 0
            ? new CodecCandidates(able, workingBytes, later => Refuse(header, options, refusals.Concat(later)))
            : throw Refuse(header, options, refusals);
    }

    private ImageException Refuse(ImageHeader header, CompressionOptions options, IEnumerable<string> refusals) => new(
        ImageErrorCodes.ImageUnsupported,
        $"No codec takes this {ImageFormats.NameOf(header.Format)} image. {string.Join(" ", refusals)} "
        + CodecPackages.Advise(header, options, Names));
}
