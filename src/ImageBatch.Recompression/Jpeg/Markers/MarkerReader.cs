using System.Buffers.Binary;

namespace ImageBatch.Recompression.Jpeg.Markers;

/// <summary>Goes from marker to marker through a file (T.81, B.1.1).</summary>
internal ref struct MarkerReader(ReadOnlySpan<byte> file)
{
    public readonly ReadOnlySpan<byte> File { get; } = file;

    /// <summary>Where the next marker is due.</summary>
    public int Position { get; set; }

    public readonly bool AtEnd => Position >= File.Length;

    /// <summary>Reads a marker's code, and the fill bytes before it (B.1.1.2).</summary>
    public byte ReadMarker()
    {
        if (AtEnd)
        {
            throw JpegErrors.Truncated();
        }

        if (File[Position] != 0xFF)
        {
            throw JpegErrors.Corrupt($"no marker at byte {Position}, where one is due");
        }

        while (File[Position] == 0xFF)
        {
            if (++Position == File.Length)
            {
                throw JpegErrors.Truncated();
            }
        }

        return File[Position++];
    }

    /// <summary>Reads the length of the marker's segment and passes over it.</summary>
    public Segment ReadSegment(byte marker)
    {
        if (File.Length - Position < 2)
        {
            throw JpegErrors.Truncated();
        }

        // The length counts itself.
        var length = BinaryPrimitives.ReadUInt16BigEndian(File[Position..]);
        if (length < 2)
        {
            throw JpegErrors.Corrupt($"marker FF{marker:X2} has a length of {length}");
        }

        if (File.Length - Position < length)
        {
            throw JpegErrors.Truncated();
        }

        var segment = new Segment(marker, Position + 2, length - 2);
        Position += length;
        return segment;
    }
}
