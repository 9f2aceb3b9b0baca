using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ImageBatch.Recompression.Jpeg.Metadata;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png;

/// <summary>What has been read of a file: its header, its colours, and where its chunks lie.</summary>
internal sealed class PngFile
{
    /// <summary>
    /// Most chunks, those of the image data counted as one: as many as an animation of 1 GiB has at 16 KiB a chunk. Each takes a
    /// place in lists that no budget knows.
    /// </summary>
    public const int MostChunks = 65_536;

    /// <summary>What a list that waits for the next image has room for.</summary>
    public const int UsualChunks = 1_024;

    private readonly List<Chunk> _chunks = [];
    private bool _hasData;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public HeaderChunk Header { get; private set; }

    public ColourTable Colours { get; } = new();

    /// <summary>
    /// The chunks between IHDR and IEND, in the file's order. Ancillary ones whose checksum is wrong are left out, as
    /// other readers do. All of the image data, which follow each other, are one: from the first of them to the last.
    /// </summary>
    public ReadOnlySpan<Chunk> Chunks => CollectionsMarshal.AsSpan(_chunks);

    /// <summary>Where the first chunk of image data begins.</summary>
    public int DataStart { get; private set; }

    /// <summary>Where the last of them ends.</summary>
    public int DataEnd { get; private set; }

    /// <summary>Bytes of compressed image data.</summary>
    public long DataLength { get; private set; }

    /// <summary>Whether IEND was there. Without it the file may have been cut.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether there is an animation, of which the image is the first frame or what is shown without one.</summary>
    public bool IsAnimated { get; private set; }

    /// <summary>The Exif orientation, 1 to 8.</summary>
    public int Orientation { get; private set; } = 1;

    /// <summary>Whether an ICC profile fixes whether the image is grey or in colour.</summary>
    public bool HasProfile { get; private set; }

    /// <summary>The first chunk of a type, or null.</summary>
    public Chunk? Find(uint type)
    {
        foreach (var chunk in Chunks)
        {
            if (chunk.Type == type)
            {
                return chunk;
            }
        }

        return null;
    }

    public void Clear()
    {
        _chunks.Clear();
        if (_chunks.Capacity > UsualChunks)
        {
            _chunks.Capacity = UsualChunks;
        }

        Colours.Clear();
        (Header, DataLength, Orientation) = (default, 0, 1);
        (_hasData, IsEnded, IsAnimated, HasProfile) = (false, false, false, false);
    }

    /// <summary>Walks through all chunks up to IEND. A file that ends inside one is truncated.</summary>
    public void Read(ReadOnlySpan<byte> file)
    {
        var position = Signature.Length;
        Header = ReadHeader(file, ref position);
        while (!IsEnded && position < file.Length && !IsCutEnd(file[position..]))
        {
            var chunk = ReadChunk(file, ref position);
            if (chunk.IsSound(file))
            {
                Add(chunk, file);
            }
            else if (!ChunkType.IsAncillary(chunk.Type) || chunk.Type == ChunkType.Transparency)
            {
                throw PngErrors.Corrupt("the checksum of a chunk is wrong");
            }
        }

        if (!_hasData)
        {
            throw IsEnded ? PngErrors.Corrupt("it has no image data") : PngErrors.Truncated();
        }
    }

    private static HeaderChunk ReadHeader(ReadOnlySpan<byte> file, ref int position)
    {
        var chunk = ReadChunk(file, ref position);
        if (chunk.Type != ChunkType.Header)
        {
            throw PngErrors.Corrupt("it does not start with a header");
        }

        return chunk.IsSound(file) ? HeaderChunk.Read(chunk.Data(file)) : throw PngErrors.Corrupt("the checksum of its header is wrong");
    }

    private static Chunk ReadChunk(ReadOnlySpan<byte> file, ref int position)
    {
        var rest = file[position..];
        if (rest.Length < Chunk.DataOffset)
        {
            throw PngErrors.Truncated();
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        var type = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
        if (length > int.MaxValue || !ChunkType.IsLegal(type))
        {
            throw PngErrors.Corrupt("something else is where a chunk should be");
        }

        if (length > (long)rest.Length - Chunk.Overhead)
        {
            throw PngErrors.Truncated();
        }

        var chunk = new Chunk(type, position, (int)length);
        position += chunk.WholeLength;
        return chunk;
    }

    /// <summary>Whether the file ends inside its IEND: nothing is missing then.</summary>
    private static bool IsCutEnd(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> end = [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];
        return rest.Length < end.Length && end.StartsWith(rest);
    }

    private void Add(Chunk chunk, ReadOnlySpan<byte> file)
    {
        switch (chunk.Type)
        {
            case ChunkType.End:
                IsEnded = true;
                return;
            case ChunkType.Data:
                AddData(chunk);
                return;
            case ChunkType.Palette or ChunkType.Transparency when _hasData:
                throw PngErrors.Corrupt("its palette is behind the image data");
            case ChunkType.Palette when !Header.Format.IsColour:
                // Not allowed, and without a meaning.
                return;
            case ChunkType.Palette:
                Colours.ReadPalette(chunk.Data(file));
                break;
            case ChunkType.Transparency:
                Colours.ReadTransparency(chunk.Data(file), Header.Format);
                break;
            case ChunkType.AnimationControl:
                IsAnimated |= !_hasData;
                break;
            case ChunkType.IccProfile:
                HasProfile = true;
                break;
            case ChunkType.Exif:
                Orientation = ExifOrientation.Read(chunk.Data(file));
                break;
            case ChunkType.Header:
                throw PngErrors.Corrupt("it has two headers");
            default:
                if (!ChunkType.IsAncillary(chunk.Type))
                {
                    throw Refusal.Of("PNG with chunks that are not of the standard");
                }

                break;
        }

        Keep(chunk);
    }

    private void Keep(Chunk chunk)
    {
        _chunks.Add(chunk);
        if (_chunks.Count > MostChunks)
        {
            throw PngErrors.Corrupt(
                $"it has {_chunks.Count:N0} chunks or more, and {MostChunks:N0} are the most that are taken");
        }
    }

    private void AddData(Chunk chunk)
    {
        if (Header.Format.Type == ColourType.Palette && Colours.Count == 0)
        {
            throw PngErrors.Corrupt("its palette is missing");
        }

        if (_hasData && _chunks[^1].Type != ChunkType.Data)
        {
            throw PngErrors.Corrupt("its image data are interrupted");
        }

        DataLength += chunk.DataLength;
        DataEnd = chunk.Start + chunk.WholeLength;
        if (_hasData)
        {
            _chunks[^1] = Chunk.Between(ChunkType.Data, DataStart, DataEnd);
            return;
        }

        (DataStart, _hasData) = (chunk.Start, true);
        Keep(chunk);
    }
}
