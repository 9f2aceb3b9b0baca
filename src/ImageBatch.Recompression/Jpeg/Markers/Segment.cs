namespace ImageBatch.Recompression.Jpeg.Markers;

/// <summary>A marker segment: where its parameters lie in the file, behind marker and length.</summary>
internal readonly record struct Segment(byte Marker, int Start, int Length)
{
    /// <summary>Bytes of the marker and of the length field.</summary>
    public const int Overhead = 4;

    /// <summary>The length of the segment with marker and length field.</summary>
    public int WholeLength => Length + Overhead;

    public ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> file) => file.Slice(Start, Length);
}
