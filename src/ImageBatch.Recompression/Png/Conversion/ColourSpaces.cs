using System.Buffers.Binary;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Conversion;

/// <summary>Finds the <see cref="ColourSpace"/> of a file by the chunk that comes first in rank (PNG, clause 4.3).</summary>
internal static class ColourSpaces
{
    /// <summary>Gamma and chromaticities as good as those of sRGB: half a percent.</summary>
    private const int Tolerance = 500;

    private const int StandardGamma = 45_455;

    /// <summary>White, red, green and blue of sRGB (PNG, clause 11.3.2.1), in 100,000ths.</summary>
    private static ReadOnlySpan<int> StandardChromaticities => [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000];

    /// <summary>Primaries of BT.709, the transfer function of sRGB, RGB, full range (ITU-T H.273).</summary>
    private static ReadOnlySpan<byte> StandardCodingPoints => [1, 13, 0, 1];

    public static ColourSpace Find(PngFile png, ReadOnlySpan<byte> file)
    {
        if (png.Find(ChunkType.CodingPoints) is { } points)
        {
            return points.Data(file).SequenceEqual(StandardCodingPoints) ? ColourSpace.Standard : ColourSpace.Other;
        }

        if (png.HasProfile)
        {
            return ColourSpace.Profile;
        }

        if (png.Find(ChunkType.StandardRgb) is not null)
        {
            return ColourSpace.Standard;
        }

        return IsStandard(png.Find(ChunkType.Gamma), file, [StandardGamma])
            && IsStandard(png.Find(ChunkType.Chromaticities), file, StandardChromaticities)
            ? ColourSpace.Standard
            : ColourSpace.Other;
    }

    private static bool IsStandard(Chunk? chunk, ReadOnlySpan<byte> file, ReadOnlySpan<int> standard)
    {
        if (chunk is not { } found)
        {
            return true;
        }

        var data = found.Data(file);
        var isNear = data.Length == sizeof(uint) * standard.Length;
        for (var i = 0; isNear && i < standard.Length; i++)
        {
            isNear = Math.Abs(BinaryPrimitives.ReadUInt32BigEndian(data[(sizeof(uint) * i)..]) - (long)standard[i]) <= Tolerance;
        }

        return isNear;
    }
}
