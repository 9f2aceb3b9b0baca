namespace ImageBatch.Tests.ImageHeaders.Files;

internal static class ExifFile
{
    /// <summary>Exif metadata with an orientation between two other entries.</summary>
    public static byte[] WithOrientation(int orientation, bool littleEndian = true, bool prefix = true)
    {
        var exif = new ByteBuilder();
        if (prefix)
        {
            exif.Add("Exif\0\0"u8);
        }

        return exif
            .Add(TiffFile.Start(littleEndian))
            .UInt32(8, littleEndian)
            .Add(TiffFile.Directory(littleEndian, 0, (271, 3, 7), (274, 3, orientation), (296, 3, 2)))
            .ToArray();
    }
}
