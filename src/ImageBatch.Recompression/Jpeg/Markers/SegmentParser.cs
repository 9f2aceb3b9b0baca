using System.Buffers.Binary;

namespace ImageBatch.Recompression.Jpeg.Markers;

/// <summary>Reads the marker segments of a file into a <see cref="JpegFile"/>.</summary>
internal static class SegmentParser
{
    /// <summary>Reads up to the entropy-coded data of the next scan. Its header is in the file then.</summary>
    /// <returns>False where the end of the image comes first.</returns>
    public static bool ReadToScan(ref MarkerReader reader, JpegFile file)
    {
        while (true)
        {
            var marker = reader.ReadMarker();
            if (marker == Marker.Eoi)
            {
                return file.Frame.IsRead ? false : throw JpegErrors.Corrupt("it has no image");
            }

            if (marker == Marker.Tem || Marker.IsRestart(marker))
            {
                // Without parameters and without meaning between scans; libjpeg passes over them too.
                continue;
            }

            if (marker is 0 or Marker.Soi)
            {
                throw JpegErrors.Corrupt($"a marker FF{marker:X2} where it means nothing");
            }

            file.CountSegment();
            var segment = reader.ReadSegment(marker);
            if (Marker.IsMetadata(marker))
            {
                file.Metadata.Add(segment, reader.File);
                continue;
            }

            file.AddImage(segment.Start - Segment.Overhead, segment.WholeLength);
            if (Read(segment, segment.Payload(reader.File), file))
            {
                return true;
            }
        }
    }

    /// <summary>Reads the metadata behind the last scan, up to whatever is not a whole marker segment.</summary>
    public static void ReadTrailer(ref MarkerReader reader, JpegFile file)
    {
        while (reader.File.Length - reader.Position >= Segment.Overhead && reader.File[reader.Position] == 0xFF)
        {
            var marker = reader.File[reader.Position + 1];
            var length = BinaryPrimitives.ReadUInt16BigEndian(reader.File[(reader.Position + 2)..]);
            if (!Marker.IsMetadata(marker) || length < 2 || length > reader.File.Length - reader.Position - 2)
            {
                return;
            }

            reader.Position += 2;
            file.CountSegment();
            file.Metadata.Add(reader.ReadSegment(marker), reader.File);
        }
    }

    /// <returns>Whether it was a scan header.</returns>
    private static bool Read(Segment segment, ReadOnlySpan<byte> payload, JpegFile file)
    {
        switch (segment.Marker)
        {
            case Marker.Dqt:
                file.Quantization.Read(payload);
                return false;
            case Marker.Dht:
                file.Huffman.Read(payload);
                return false;
            case Marker.Dri when payload.Length == 2:
                file.RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(payload);
                return false;
            case Marker.Dac or Marker.Dnl:
                // Conditioning of arithmetic coding, or a height that the frame header has told already.
                return false;
            case Marker.Sos when file.Frame.IsRead:
                file.Scan.Read(payload, file.Frame);
                return true;
            case Marker.Dhp or Marker.Exp:
                throw Refusal.Of("hierarchical JPEG");
            case var marker when Marker.IsFrame(marker):
                file.Frame.Read(marker, payload);
                return false;
            default:
                throw JpegErrors.Corrupt($"a marker FF{segment.Marker:X2} where it means nothing");
        }
    }
}
