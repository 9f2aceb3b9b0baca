using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>The marker segments of a JPEG, up to the end of its first image (ITU-T T.81, annex B).</summary>
internal static class JpegContainer
{
    private const int FirstSegment = 2;

    public static bool EndsEarly(HeaderBytes file)
    {
        long position = FirstSegment;
        while (JpegMarker.TryFind(file, ref position, out var marker, out _))
        {
            if (marker is JpegMarker.StartOfImage or JpegMarker.EndOfImage)
            {
                return false;
            }

            if (JpegMarker.StandsAlone(marker))
            {
                continue;
            }

            var length = file.UInt16BigEndian(position);
            if (length < 2)
            {
                return false;
            }

            position += length;
            if (position > file.Length)
            {
                return true;
            }
        }

        return true;
    }

    public static void WriteWithoutMetadata(HeaderBytes file, ref FileWriter output)
    {
        var metadata = JpegMetadata.Read(file);
        output.Add(0xFF, JpegMarker.StartOfImage);
        metadata.WriteFirst(ref output);
        long position = FirstSegment;
        while (TryReadSegment(file, ref position, out var segment))
        {
            if (JpegMarker.IsImage(segment.Marker))
            {
                segment.CopyTo(file, ref output);
            }
            else
            {
                metadata.WriteKept(file, segment, ref output);
            }

            if (segment.Marker == JpegMarker.StartOfScan)
            {
                output.Add(ReadScan(file, ref position));
            }
        }

        output.Add(0xFF, JpegMarker.EndOfImage);
    }

    /// <summary>Reads the next segment of a file that does not end early; false at the end of the image.</summary>
    public static bool TryReadSegment(HeaderBytes file, ref long position, out JpegSegment segment)
    {
        while (JpegMarker.TryFind(file, ref position, out var marker, out _))
        {
            if (marker == JpegMarker.EndOfImage)
            {
                break;
            }

            if (JpegMarker.StandsAlone(marker))
            {
                continue;
            }

            var length = marker == JpegMarker.StartOfImage
                ? throw file.Broken("an image begins inside another")
                : file.UInt16BigEndian(position);
            if (length < 2)
            {
                throw file.Broken("a segment is shorter than its length field");
            }

            segment = new(marker, position, length);
            position += length;
            return true;
        }

        segment = default;
        return false;
    }

    /// <summary>Passes over entropy-coded data, and the restart markers between them, up to another marker.</summary>
    private static ReadOnlySpan<byte> ReadScan(HeaderBytes file, ref long position)
    {
        var start = position;
        var next = position;
        while (JpegMarker.TryFind(file, ref next, out var marker, out position) && JpegMarker.StandsAlone(marker))
        {
        }

        return file.Slice(start, position - start);
    }
}
