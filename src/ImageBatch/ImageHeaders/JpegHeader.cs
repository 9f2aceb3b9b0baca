using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>JPEG (ITU-T T.81, annex B), read up to its first frame header.</summary>
internal static class JpegHeader
{
    private const byte Sof0 = 0xC0;
    private const byte DefineHuffmanTables = 0xC4;
    private const byte JpegExtensions = 0xC8;
    private const byte DefineArithmeticConditioning = 0xCC;
    private const byte Sof15 = 0xCF;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte DefineHierarchicalProgression = 0xDE;
    private const byte App1 = 0xE1;
    private const byte JpegLsStartOfFrame = 0xF7;

    public static ImageHeader Read(HeaderBytes file)
    {
        long position = 2;
        int? orientation = null;
        while (true)
        {
            var marker = NextMarker(file, ref position);
            if (StandsAlone(marker))
            {
                continue;
            }

            if (marker is StartOfImage or EndOfImage or StartOfScan)
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

            if (StartsFrame(marker))
            {
                return Frame(file, marker, position, length, orientation ?? 1);
            }

            var segment = file.Slice(position + 2, length - 2);
            if (marker == App1 && orientation is null && segment.StartsWith(ExifOrientation.Prefix))
            {
                orientation = ExifOrientation.Read(segment);
            }

            position += length;
        }
    }

    /// <summary>Passes over stray bytes, as decoders do, and over fill bytes (B.1.1.2).</summary>
    private static byte NextMarker(HeaderBytes file, ref long position)
    {
        while (true)
        {
            var start = file.All[(int)position..].IndexOf((byte)0xFF);
            if (start < 0)
            {
                throw file.Truncated();
            }

            position += start;
            while (file.Byte(position) == 0xFF)
            {
                position++;
            }

            var marker = file.Byte(position++);
            if (marker != 0)
            {
                return marker;
            }
        }
    }

    private static bool StandsAlone(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD7);

    private static bool StartsFrame(byte marker) =>
        marker is DefineHierarchicalProgression
        || (marker is >= Sof0 and <= Sof15
            && marker is not (DefineHuffmanTables or JpegExtensions or DefineArithmeticConditioning));

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
