using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Processing;

/// <summary>The codecs that take an image as far as its header says, the preferred first.</summary>
/// <param name="codecs">At least one.</param>
/// <param name="workingBytes">The most memory that one of them will need.</param>
/// <param name="refusal">Says why an image is not taken, of the reasons that were found later than the header.</param>
internal sealed class CodecCandidates(
    IReadOnlyList<IImageCodec> codecs, long workingBytes, Func<IReadOnlyList<string>, ImageException> refusal)
{
    public IReadOnlyList<IImageCodec> Codecs { get; } = codecs;

    public long WorkingBytes { get; } = workingBytes;

    /// <summary>The error of an image that every one of them passed on.</summary>
    /// <param name="reasons">What they said, one sentence each.</param>
    public ImageException Refuse(IReadOnlyList<string> reasons) => refusal(reasons);
}
