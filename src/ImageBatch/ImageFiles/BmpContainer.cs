using System.Buffers.Binary;
using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>A Windows bitmap: headers, colour table, pixels and, behind a BITMAPV5HEADER, a colour profile.</summary>
internal static class BmpContainer
{
    private const int LengthField = 2;
    private const int ColourSpaceField = 70;
    private const int ProfileField = 126;

    /// <summary>LCS_WINDOWS_COLOR_SPACE, which says nothing of the colours.</summary>
    private static ReadOnlySpan<byte> DefaultColourSpace => " niW"u8;

    /// <summary>PROFILE_EMBEDDED. PROFILE_LINKED gives the path of a file instead.</summary>
    private static ReadOnlySpan<byte> EmbeddedProfile => "DEBM"u8;

    private static ReadOnlySpan<byte> LinkedProfile => "KNIL"u8;

    public static bool EndsEarly(HeaderBytes file) => BmpInfo.Read(file).PixelEnd(file) > file.Length;

    public static void WriteWithoutMetadata(HeaderBytes file, ref FileWriter output)
    {
        var info = BmpInfo.Read(file);
        var end = info.PixelEnd(file);
        output.Add(file.Slice(0, end));
        if (info.MayHaveProfile)
        {
            WriteProfile(file, info, end, ref output);
        }

        BinaryPrimitives.WriteInt32LittleEndian(output.Written[LengthField..], output.Length);
    }

    /// <summary>Keeps an embedded profile, moved up to the pixels where it is behind them. No other is kept.</summary>
    private static void WriteProfile(HeaderBytes file, BmpInfo info, long pixelEnd, ref FileWriter output)
    {
        var colourSpace = file.Slice(ColourSpaceField, 4);
        var isEmbedded = colourSpace.SequenceEqual(EmbeddedProfile);
        if (!isEmbedded && !colourSpace.SequenceEqual(LinkedProfile))
        {
            return;
        }

        var header = output.Written;
        var start = BmpInfo.Start + (long)file.UInt32LittleEndian(ProfileField);
        var length = file.UInt32LittleEndian(ProfileField + 4);
        var isBeforePixels = start >= info.HeaderEnd && start + length <= info.PixelStart(file);
        if (isEmbedded && start >= pixelEnd && file.Has(start, length))
        {
            BinaryPrimitives.WriteInt32LittleEndian(header[ProfileField..], output.Length - BmpInfo.Start);
            output.Add(file.Slice(start, length));
        }
        else if (!isEmbedded || !isBeforePixels)
        {
            if (isBeforePixels)
            {
                header.Slice((int)start, (int)length).Clear();
            }

            DefaultColourSpace.CopyTo(header[ColourSpaceField..]);
            header.Slice(ProfileField, 8).Clear();
        }
    }
}
