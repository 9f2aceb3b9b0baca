using ImageBatch.Model;

namespace ImageBatch.Processing;

/// <summary>The codecs that take an image as far as its header says, the preferred first.</summary>
/// <param name="codecs">At least one.</param>
/// <param name="refusal">Says why an image is not taken, of the reasons that were found later than the header.</param>
internal sealed class CodecCandidates(
    IReadOnlyList<CodecCandidate> codecs, Func<IReadOnlyList<string>, ImageException> refusal)
{
    public IReadOnlyList<CodecCandidate> Codecs { get; } = codecs;

    /// <summary>The error of an image that every one of them passed on.</summary>
    /// <param name="reasons">What they said, one sentence each.</param>
    public ImageException Refuse(IReadOnlyList<string> reasons) => refusal(reasons);
}
