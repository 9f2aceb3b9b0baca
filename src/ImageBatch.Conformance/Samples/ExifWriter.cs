using System.Text;

namespace ImageBatch.Conformance;

/// <summary>EXIF data (CIPA DC-008, 4.6): an orientation, and where it was taken.</summary>
internal static class ExifWriter
{
    private const int ImageDescription = 270;
    private const int Orientation = 274;
    private const int GpsPointer = 34_853;
    private const int Header = 8;

    /// <summary>The data from their TIFF header on.</summary>
    public static byte[] Write(int orientation, string? marker)
    {
        var gps = Gps(marker);
        var first = new TiffDirectoryWriter(isLittleEndian: false).Shorts(Orientation, orientation);
        if (marker is not null)
        {
            first.Ascii(ImageDescription, marker).Longs(GpsPointer, 0);
            first.Longs(GpsPointer, Header + first.Length);
        }

        var exif = new ByteWriter(isLittleEndian: false).Text("MM").UInt16(42).UInt32(Header);
        first.WriteTo(exif);
        if (marker is not null)
        {
            gps.WriteTo(exif);
        }

        return exif.ToArray();
    }

    /// <summary>A place, by its latitude and longitude and in words.</summary>
    private static TiffDirectoryWriter Gps(string? marker) => new TiffDirectoryWriter(isLittleEndian: false)
        .Bytes(0, [2, 3, 0, 0], type: 1)
        .Ascii(1, "N").Rationals(2, 53, 1, 47, 1, 45, 1)
        .Ascii(3, "W").Rationals(4, 1, 1, 32, 1, 52, 1)
        .Bytes(28, [.. "ASCII\0\0\0"u8, .. Encoding.ASCII.GetBytes(marker ?? "")]);
}
