using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>An image that a codec is tried with.</summary>
/// <param name="Name">Names the sample where a test fails.</param>
/// <param name="Content">The whole file.</param>
/// <param name="Header">What its first bytes say.</param>
public sealed record CodecSample(string Name, ReadOnlyMemory<byte> Content, ImageHeader Header)
{
    /// <summary>
    /// The code of <see cref="ImageErrorCodes"/> with which the codec must refuse the sample under the default
    /// options; null where it must take it.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>
    /// How many of the bytes the image needs. A file cut below that must fail; the rest, an end marker or what
    /// follows it, may be missing. All bytes by default.
    /// </summary>
    public int NeededLength { get; init; } = Content.Length;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
