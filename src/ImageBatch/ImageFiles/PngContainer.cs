using System.Buffers.Binary;
using System.IO.Hashing;
using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>The chunks of a PNG, up to IEND (PNG third edition, clauses 5 and 11).</summary>
internal static class PngContainer
{
    /// <summary>Ancillary chunks that the colours, the transparency or the shape of pixels depend on.</summary>
    private static ReadOnlySpan<byte> Essential => "gAMAcHRMsRGBiCCPcICPmDCVcLLIpHYstRNS"u8;

    private static ReadOnlySpan<byte> Animation => "acTLfcTLfdAT"u8;

    public static bool EndsEarly(HeaderBytes file)
    {
        long position = PngChunk.SignatureLength;
        for (; PngChunk.TryRead(file, position, out var chunk); position = chunk.End)
        {
            if (!IsPossible(file, chunk))
            {
                return false;
            }

            if (chunk.End > file.Length)
            {
                return true;
            }

            if (chunk.Is(file, "IEND"u8))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Refuses an image with more chunks beside its data than lists of them should have places.</summary>
    /// <exception cref="Model.ImageException">There are too many.</exception>
    public static void EnsureFewChunks(HeaderBytes file)
    {
        var count = 0;
        for (long position = PngChunk.SignatureLength; PngChunk.TryRead(file, position, out var chunk); position = chunk.End)
        {
            if (chunk.Is(file, "IEND"u8))
            {
                return;
            }

            count += chunk.Is(file, "IDAT"u8) ? 0 : 1;
            PartLimit.Check(count, file, "chunks");
        }
    }

    public static void WriteWithoutMetadata(HeaderBytes file, ref FileWriter output)
    {
        var (exif, isAnimated) = Survey(file);
        output.Add(file.Slice(0, PngChunk.SignatureLength));
        PngChunk chunk;
        long position = PngChunk.SignatureLength;
        do
        {
            chunk = Read(file, ref position);
            if (IsKept(chunk.Type(file), isAnimated))
            {
                output.Add(file.Slice(chunk.Start, chunk.End - chunk.Start));
            }
            else if (chunk == exif)
            {
                WriteOrientation(file, chunk, ref output);
            }
        }
        while (!chunk.Is(file, "IEND"u8));
    }

    /// <summary>Finds the Exif metadata that count, the last, and whether the image data are part of an animation.</summary>
    private static (PngChunk Exif, bool IsAnimated) Survey(HeaderBytes file)
    {
        var (exif, isAnimated, beforeData) = (default(PngChunk), false, true);
        PngChunk chunk;
        long position = PngChunk.SignatureLength;
        do
        {
            chunk = Read(file, ref position);
            beforeData &= !chunk.Is(file, "IDAT"u8);
            isAnimated |= beforeData && PngHeader.IsAnimationControl(file, chunk);
            exif = chunk.Is(file, "eXIf"u8) ? chunk : exif;
        }
        while (!chunk.Is(file, "IEND"u8));

        return (exif, isAnimated);
    }

    /// <summary>Reads a chunk, up to IEND, of a file that does not end early.</summary>
    private static PngChunk Read(HeaderBytes file, ref long position)
    {
        if (!PngChunk.TryRead(file, position, out var chunk) || !IsPossible(file, chunk))
        {
            throw file.Broken("something else is where a chunk should be");
        }

        position = chunk.End;
        return chunk;
    }

    /// <summary>Lengths have 31 bits, and types four letters (clause 5.3).</summary>
    private static bool IsPossible(HeaderBytes file, PngChunk chunk)
    {
        foreach (var letter in chunk.Type(file))
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                return false;
            }
        }

        return chunk.DataLength <= int.MaxValue;
    }

    /// <summary>Chunks that the image cannot be shown without have a capital as the first letter of their type.</summary>
    private static bool IsKept(ReadOnlySpan<byte> type, bool isAnimated) =>
        char.IsAsciiLetterUpper((char)type[0]) || Contains(Essential, type) || (isAnimated && Contains(Animation, type));

    private static bool Contains(ReadOnlySpan<byte> types, ReadOnlySpan<byte> type)
    {
        for (; !types.IsEmpty; types = types[type.Length..])
        {
            if (types.StartsWith(type))
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteOrientation(HeaderBytes file, PngChunk chunk, ref FileWriter output)
    {
        Span<byte> buffer = stackalloc byte[ExifOrientation.MinimalLength];
        var exif = ExifOrientation.Reduce(file.Slice(chunk.Data, chunk.DataLength), buffer);
        if (exif.IsEmpty)
        {
            return;
        }

        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, exif.Length);
        output.Add(number);
        var start = output.Length;
        output.Add("eXIf"u8);
        output.Add(exif);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(output.Written[start..]));
        output.Add(number);
    }
}
