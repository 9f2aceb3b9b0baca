using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>JPEG (ITU-T T.81, annex B), read up to its first frame header.</summary>
internal static class JpegHeader
{
    private const byte JpegLsStartOfFrame = 0xF7;

    public static ImageHeader Read(HeaderBytes file)
    {
        long position = 2;
        int? orientation = null;
        while (true)
        {
            if (!JpegMarker.TryFind(file, ref position, out var marker, out _))
            {
                throw file.Truncated();
            }

            if (JpegMarker.StandsAlone(marker))
            {
                continue;
            }

            if (marker is JpegMarker.StartOfImage or JpegMarker.EndOfImage or JpegMarker.StartOfScan)
            {
                throw file.Corrupt("it has no frame header");
            }

            if (marker == JpegLsStartOfFrame)
            {
                throw HeaderBytes.Unsupported("JPEG-LS images are not supported.");
            }

            var length = file.UInt16BigEndian(position);
            if (length < 2)
            {
                throw file.Corrupt("a segment is shorter than its length field");
            }

            if (JpegMarker.StartsFrame(marker))
            {
                return Frame(file, marker, position, length, orientation ?? 1);
            }

            var segment = file.Slice(position + 2, length - 2);
            if (marker == JpegMarker.App1 && orientation is null && segment.StartsWith(ExifOrientation.Prefix))
            {
                orientation = ExifOrientation.Read(segment);
            }

            position += length;
        }
    }

    private static ImageHeader Frame(HeaderBytes file, byte marker, long position, int length, int orientation)
    {
        var precision = file.Byte(position + 2);
        var height = file.UInt16BigEndian(position + 3);
        var width = file.UInt16BigEndian(position + 5);
        var components = file.Byte(position + 7);
        _ = file.Slice(position, length);
        if (components == 0 || length != 8 + (3 * components))
        {
            throw file.Corrupt("its frame header does not fit its number of components");
        }

        if (precision is < 2 or > 16)
        {
            throw file.Corrupt($"{precision} bits a sample are not possible");
        }

        if (height == 0)
        {
            throw HeaderBytes.Unsupported("JPEG images whose height follows their first scan (DNL) are not supported.");
        }

        return new ImageHeader
        {
            Format = ImageFormat.Jpeg,
            Width = file.Dimension(width, "width"),
            Height = height,
            Length = file.Length,
            Orientation = orientation,
            Components = components <= 4 ? components : 0,
            Precision = precision,
            JpegProcess = ProcessOf(marker),
        };
    }

    private static JpegProcess ProcessOf(byte marker) => marker switch
    {
        0xC0 => JpegProcess.Baseline,
        0xC1 => JpegProcess.ExtendedSequential,
        0xC2 => JpegProcess.Progressive,
        0xC3 => JpegProcess.Lossless,
        0xC9 or 0xCA or 0xCB => JpegProcess.Arithmetic,
        _ => JpegProcess.Hierarchical,
    };
}
