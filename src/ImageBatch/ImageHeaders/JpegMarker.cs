namespace ImageBatch.ImageHeaders;

/// <summary>The second bytes of JPEG markers (T.81, table B.1), and how they are found.</summary>
internal static class JpegMarker
{
    public const byte DefineHuffmanTables = 0xC4;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App2 = 0xE2;
    public const byte App14 = 0xEE;

    private const byte Temporary = 0x01;
    private const byte FirstStartOfFrame = 0xC0;
    private const byte JpegExtensions = 0xC8;
    private const byte DefineArithmeticConditioning = 0xCC;
    private const byte LastStartOfFrame = 0xCF;
    private const byte FirstRestart = 0xD0;
    private const byte LastRestart = 0xD7;
    private const byte DefineHierarchicalProgression = 0xDE;
    private const byte ExpandReferenceComponents = 0xDF;

    /// <summary>
    /// Finds the next marker. Passes over fill bytes (B.1.1.2) and entropy-coded data, and over stray bytes, as decoders do.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="position">Where to start; then what follows the marker, or the end of the file.</param>
    /// <param name="marker">The marker's second byte.</param>
    /// <param name="start">Offset of the marker's first byte, fill bytes included.</param>
    /// <returns>False where the file ends before there is one.</returns>
    public static bool TryFind(HeaderBytes file, ref long position, out byte marker, out long start)
    {
        var all = file.All;
        do
        {
            var distance = all[(int)position..].IndexOf((byte)0xFF);
            start = distance < 0 ? all.Length : position + distance;
            var fill = all[(int)start..].IndexOfAnyExcept((byte)0xFF);
            marker = fill < 0 ? default : all[(int)start + fill];
            position = fill < 0 ? all.Length : start + fill + 1;
        }
        while (marker == 0 && position < all.Length);
        return marker != 0;
    }

    /// <summary>Whether no segment belongs to the marker, and it means nothing outside of entropy-coded data.</summary>
    public static bool StandsAlone(byte marker) => marker is Temporary or (>= FirstRestart and <= LastRestart);

    /// <summary>Whether a frame header follows, or one of an image that several frames refine.</summary>
    public static bool StartsFrame(byte marker) =>
        marker is DefineHierarchicalProgression
        || (marker is >= FirstStartOfFrame and <= LastStartOfFrame
            && marker is not (DefineHuffmanTables or JpegExtensions or DefineArithmeticConditioning));

    /// <summary>Whether the segment is part of the image, neither metadata nor of no known use.</summary>
    public static bool IsImage(byte marker) =>
        marker is >= FirstStartOfFrame and <= ExpandReferenceComponents && marker != JpegExtensions;
}
