using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>What is kept of a JPEG's application segments: density, orientation, colour profile, colour transform.</summary>
/// <remarks>Segments count up to the first scan header, as in decoders.</remarks>
internal readonly ref struct JpegMetadata
{
    /// <summary>Length of a JFIF segment's parameters without a thumbnail (T.871, 10.1); the last two are its size.</summary>
    private const int JfifLength = 14;

    /// <summary>Length of the parameters of an Adobe segment; the last of them names the transform.</summary>
    private const int AdobeLength = 12;

    private const byte YCbCr = 1;

    private readonly ReadOnlySpan<byte> _jfif;
    private readonly ReadOnlySpan<byte> _exif;
    private readonly ReadOnlySpan<byte> _frame;
    private readonly JpegSegment _adobe;
    private readonly bool _keepsAdobe;

    private JpegMetadata(HeaderBytes file)
    {
        long position = 2;
        while (JpegContainer.TryReadSegment(file, ref position, out var segment)
            && segment.Marker != JpegMarker.StartOfScan)
        {
            var parameters = segment.Parameters(file);
            switch (segment.Marker)
            {
                case JpegMarker.App0 when _jfif.IsEmpty && parameters.Length >= JfifLength && parameters.StartsWith("JFIF\0"u8):
                    _jfif = parameters[..JfifLength];
                    break;
                case JpegMarker.App1 when _exif.IsEmpty && parameters.StartsWith(ExifOrientation.Prefix):
                    _exif = parameters;
                    break;
                case JpegMarker.App14 when parameters.Length >= AdobeLength && parameters.StartsWith("Adobe"u8):
                    _adobe = segment;
                    break;
                case var marker when _frame.IsEmpty && JpegMarker.StartsFrame(marker):
                    _frame = parameters;
                    break;
                default:
                    break;
            }
        }

        _keepsAdobe = _adobe != default && NeedsAdobe(_frame, transform: _adobe.Parameters(file)[AdobeLength - 1]);
    }

    public static JpegMetadata Read(HeaderBytes file) => new(file);

    /// <summary>Writes what comes first: density, then orientation.</summary>
    public void WriteFirst(ref FileWriter output)
    {
        if (!_jfif.IsEmpty)
        {
            Span<byte> jfif = stackalloc byte[JfifLength];
            _jfif.CopyTo(jfif);
            jfif[^2..].Clear();
            JpegSegment.Write(JpegMarker.App0, jfif, ref output);
        }

        var prefix = ExifOrientation.Prefix;
        Span<byte> parameters = stackalloc byte[prefix.Length + ExifOrientation.MinimalLength];
        var exif = _exif.IsEmpty ? [] : ExifOrientation.Reduce(_exif[prefix.Length..], parameters[prefix.Length..]);
        if (!exif.IsEmpty)
        {
            prefix.CopyTo(parameters);
            exif.CopyTo(parameters[prefix.Length..]);
            JpegSegment.Write(JpegMarker.App1, parameters[..(prefix.Length + exif.Length)], ref output);
        }
    }

    /// <summary>Writes a segment of metadata that is kept in its place: one of the profile's, or the colour transform.</summary>
    public void WriteKept(HeaderBytes file, JpegSegment segment, ref FileWriter output)
    {
        if (segment.Marker == JpegMarker.App2 && segment.Parameters(file).StartsWith("ICC_PROFILE\0"u8))
        {
            segment.CopyTo(file, ref output);
        }
        else if (_keepsAdobe && segment == _adobe)
        {
            JpegSegment.Write(segment.Marker, segment.Parameters(file)[..AdobeLength], ref output);
        }
    }

    /// <summary>Whether decoders take other colours for the components without the segment, as libjpeg judges.</summary>
    private static bool NeedsAdobe(ReadOnlySpan<byte> frame, byte transform)
    {
        // Precision, height and width come before the number of components; each has three bytes (B.2.2).
        var components = frame[6..];
        return frame[5] switch
        {
            3 => transform != YCbCr || (components[0], components[3], components[6]) == ('R', 'G', 'B'),
            4 => true,
            _ => false,
        };
    }
}
