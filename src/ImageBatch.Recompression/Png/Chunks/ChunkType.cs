namespace ImageBatch.Recompression.Png.Chunks;

/// <summary>Chunk types (PNG, clauses 5.4 and 11) as big-endian numbers, and what their letters say.</summary>
internal static class ChunkType
{
    public const uint Header = 0x49484452; // IHDR
    public const uint Palette = 0x504C5445; // PLTE
    public const uint Data = 0x49444154; // IDAT
    public const uint End = 0x49454E44; // IEND
    public const uint Transparency = 0x74524E53; // tRNS
    public const uint Gamma = 0x67414D41; // gAMA
    public const uint Chromaticities = 0x6348524D; // cHRM
    public const uint StandardRgb = 0x73524742; // sRGB
    public const uint IccProfile = 0x69434350; // iCCP
    public const uint CodingPoints = 0x63494350; // cICP
    public const uint MasteringVolume = 0x6D444356; // mDCV
    public const uint ContentLight = 0x634C4C49; // cLLI
    public const uint Density = 0x70485973; // pHYs
    public const uint Exif = 0x65584966; // eXIf
    public const uint AnimationControl = 0x6163544C; // acTL
    public const uint FrameControl = 0x6663544C; // fcTL
    public const uint FrameData = 0x66644154; // fdAT

    private const uint LowerCase = 0x20;

    /// <summary>Whether an image can be shown without the chunk: the first letter is a small one.</summary>
    public static bool IsAncillary(uint type) => (type & (LowerCase << 24)) != 0;

    /// <summary>Whether the chunk stays right where palette and image data change: the last letter is a small one.</summary>
    public static bool IsSafeToCopy(uint type) => (type & LowerCase) != 0;

    /// <summary>Whether these are four letters of ASCII.</summary>
    public static bool IsLegal(uint type)
    {
        for (var shift = 0; shift < 32; shift += 8)
        {
            if (!char.IsAsciiLetter((char)(byte)(type >> shift)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the picture would look different without the chunk: its colours, or the shape of its pixels.</summary>
    public static bool IsEssential(uint type) => type is Gamma or Chromaticities or StandardRgb or IccProfile
        or CodingPoints or MasteringVolume or ContentLight or Density;

    /// <summary>Whether the chunk belongs to an animation (clause 11.3.6).</summary>
    public static bool IsAnimation(uint type) => type is AnimationControl or FrameControl or FrameData;
}
