using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>An image that a codec is tried with.</summary>
/// <param name="Name">Names the sample where a test fails; unique among those of a fixture.</param>
/// <param name="Content">The whole file.</param>
/// <param name="Header">What its first bytes say.</param>
public sealed record CodecSample(string Name, ReadOnlyMemory<byte> Content, ImageHeader Header)
{
    /// <summary>Creates a sample whose header is read by <see cref="ImageHeaderReader"/>.</summary>
    /// <param name="name">Names the sample where a test fails; unique among those of a fixture.</param>
    /// <param name="content">The whole file.</param>
    /// <exception cref="ImageException">The header cannot be read.</exception>
    public CodecSample(string name, ReadOnlyMemory<byte> content)
        : this(name, content, ImageHeaderReader.Read(content.Span))
    {
    }

    /// <summary>
    /// The code of <see cref="ImageErrorCodes"/> with which the codec must refuse the sample under the default
    /// options; null where it must take it.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>
    /// Every frame as it is shown, its samples not converted by the profile; empty where nobody knows them, and the
    /// fixture's decoder is believed.
    /// </summary>
    public IReadOnlyList<RgbaPicture> Frames { get; init; } = [];

    /// <summary>
    /// How near a right decoder comes to <see cref="Frames"/>: peak signal-to-noise ratio in dB; infinite, the default,
    /// where the file holds the very pixels. An output may have this error and, on top of it, the one that
    /// <see cref="ImageCodecFixture.PsnrFloor"/> allows; an image that is hard to compress may say less.
    /// </summary>
    public double Psnr { get; init; } = double.PositiveInfinity;

    /// <summary>The ICC profile that the file holds; empty where it holds none or nobody knows.</summary>
    public ReadOnlyMemory<byte> IccProfile { get; init; }

    /// <summary>A text of ASCII letters that the file's metadata hold and no output may; null where there is none.</summary>
    public string? Marker { get; init; }

    /// <summary>
    /// Where the image data begin. A file cut between here and <see cref="NeededLength"/> is
    /// <see cref="ImageErrorCodes.ImageTruncated"/> and nothing else. By default nothing is known of such a place.
    /// </summary>
    public int DataOffset { get; init; } = int.MaxValue;

    /// <summary>
    /// How many of the bytes the image needs. A file cut below that must fail; the rest, an end marker or what
    /// follows it, may be missing. All bytes by default.
    /// </summary>
    public int NeededLength { get; init; } = Content.Length;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
