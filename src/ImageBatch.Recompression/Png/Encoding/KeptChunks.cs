using ImageBatch.Recompression.Jpeg.Metadata;
using ImageBatch.Recompression.Png.Chunks;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>The chunks of an input that its output gets, in the input's order.</summary>
internal sealed class KeptChunks
{
    private readonly List<Chunk> _chunks = [];
    private int _orientation;

    /// <summary>What all of them take in the output.</summary>
    public long Length { get; private set; }

    /// <summary>What of that the image itself takes: palette, transparency and data.</summary>
    public long ImageLength { get; private set; }

    public void Clear()
    {
        _chunks.Clear();
        if (_chunks.Capacity > PngFile.UsualChunks)
        {
            _chunks.Capacity = PngFile.UsualChunks;
        }

        (Length, ImageLength) = (0, 0);
    }

    /// <summary>Chooses them.</summary>
    /// <param name="png">The input.</param>
    /// <param name="keepMetadata">Whether metadata are kept that the picture does not need.</param>
    /// <param name="keepImage">Whether the image data are kept, with everything that depends on them.</param>
    public void Choose(PngFile png, bool keepMetadata, bool keepImage)
    {
        Clear();
        _orientation = png.Orientation;
        foreach (var chunk in png.Chunks)
        {
            var isImage = !ChunkType.IsAncillary(chunk.Type) || chunk.Type == ChunkType.Transparency;
            var isKept = isImage ? keepImage
                : ChunkType.IsEssential(chunk.Type)
                || (keepImage && png.IsAnimated && ChunkType.IsAnimation(chunk.Type))
                || (chunk.Type == ChunkType.Exif && png.Orientation != 1)
                || (keepMetadata && (keepImage || ChunkType.IsSafeToCopy(chunk.Type)));
            if (isKept)
            {
                // Without metadata, Exif is the orientation alone.
                var shortened = !keepMetadata && chunk.Type == ChunkType.Exif && chunk.DataLength > OrientationLength
                    ? chunk with { DataLength = OrientationLength }
                    : chunk;
                _chunks.Add(shortened);
                Length += shortened.WholeLength;
                ImageLength += isImage ? shortened.WholeLength : 0;
            }
        }
    }

    /// <summary>Writes the chunks that begin in a range of the input.</summary>
    public void Write(ReadOnlySpan<byte> file, int start, int end, ref ChunkWriter writer)
    {
        foreach (var chunk in _chunks)
        {
            if (chunk.Start < start || chunk.Start >= end)
            {
                continue;
            }

            // The image data are one range of several chunks, each of which is sound.
            if (chunk.Type == ChunkType.Data || chunk.IsSound(file))
            {
                writer.Copy(file.Slice(chunk.Start, chunk.WholeLength));
            }
            else
            {
                ExifOrientation.Write(_orientation, writer.Begin(ChunkType.Exif, OrientationLength));
                writer.End();
            }
        }
    }

    /// <summary>The length of an Exif block of the orientation alone; in PNG it has no identifier (clause 11.3.4.5).</summary>
    private static int OrientationLength => ExifOrientation.Minimal.Length - ExifOrientation.Identifier.Length;
}
