using System.Runtime.InteropServices;
using ImageBatch.Recompression.Jpeg.Markers;

namespace ImageBatch.Recompression.Jpeg.Metadata;

/// <summary>The application segments and comments of a file, in its order, and what they say of its colours.</summary>
internal sealed class AppSegments
{
    /// <summary>Length of a JFIF segment's parameters without a thumbnail (T.871, 10.1).</summary>
    public const int JfifLength = 14;

    private const int AdobeLength = 12;
    private readonly List<Segment> _all = [];

    /// <summary>All of them, but the index of further pictures behind the first, which are dropped.</summary>
    public ReadOnlySpan<Segment> All => CollectionsMarshal.AsSpan(_all);

    /// <summary>The place in <see cref="All"/> of the JFIF segment, or -1.</summary>
    public int Jfif { get; private set; } = -1;

    /// <summary>The place of the Adobe segment, or -1.</summary>
    public int Adobe { get; private set; } = -1;

    /// <summary>The place of the first Exif segment, or -1.</summary>
    public int Exif { get; private set; } = -1;

    /// <summary>The transform that the Adobe segment names: 0 none, 1 YCbCr, 2 YCCK; -1 without one.</summary>
    public int AdobeTransform { get; private set; } = -1;

    /// <summary>The orientation of the first Exif segment, 1 to 8.</summary>
    public int Orientation { get; private set; } = 1;

    public static bool IsIcc(Segment segment, ReadOnlySpan<byte> file) =>
        segment.Marker == Marker.App2 && segment.Payload(file).StartsWith("ICC_PROFILE\0"u8);

    public void Clear()
    {
        _all.Clear();
        (Jfif, Adobe, Exif, AdobeTransform, Orientation) = (-1, -1, -1, -1, 1);
    }

    public void Add(Segment segment, ReadOnlySpan<byte> file)
    {
        var payload = segment.Payload(file);
        switch (segment.Marker)
        {
            case Marker.App0 when Jfif < 0 && payload.Length >= JfifLength && payload.StartsWith("JFIF\0"u8):
                Jfif = _all.Count;
                break;
            case Marker.App1 when Exif < 0 && payload.StartsWith(ExifOrientation.Identifier):
                Exif = _all.Count;
                Orientation = ExifOrientation.Read(payload[ExifOrientation.Identifier.Length..]);
                break;
            case Marker.App2 when payload.StartsWith("MPF\0"u8):
                return;
            case Marker.App14 when payload.Length >= AdobeLength && payload.StartsWith("Adobe"u8):
                Adobe = _all.Count;
                AdobeTransform = payload[AdobeLength - 1];
                break;
            default:
                break;
        }

        _all.Add(segment);
    }
}
