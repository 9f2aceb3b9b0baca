namespace ImageBatch.Conformance;

/// <summary>A file that was written, and where its image data are.</summary>
/// <param name="Content">The whole file.</param>
/// <param name="DataOffset">Where image data begin; what is before it is enough to know size and kind.</param>
/// <param name="NeededLength">Where the last byte that some pixel needs ends, at the earliest.</param>
internal sealed record SampleFile(byte[] Content, int DataOffset, int NeededLength)
{
    /// <summary>The sample, whose frames are given as stored.</summary>
    public CodecSample ToSample(string name, SampleMetadata metadata, params IEnumerable<RgbaPicture> stored) => new(name, Content)
    {
        Frames = [.. stored.Select(frame => frame.Turned(metadata.Orientation ?? 1))],
        IccProfile = metadata.Profile,
        Marker = metadata.Marker,
        DataOffset = DataOffset,
        NeededLength = NeededLength,
    };
}
