using System.Buffers.Binary;
using ImageBatch.Conformance;

namespace ImageBatch.Recompression.Tests.Png;

/// <summary>The frames of a PNG as 8 bits a sample: one, or those of an animation (11.3.6), whose frames replace what is below.</summary>
internal static class ReferenceFrames
{
    public static List<RgbaPicture> Decode(byte[] file)
    {
        var still = Picture(ReferencePng.Decode(file));
        var chunks = PngBytes.Chunks(file);
        var firstControl = chunks.FindIndex(chunk => chunk.Type == "fcTL");
        if (firstControl < 0)
        {
            return [still];
        }

        // The image that the standard's readers see is the first frame only where its control comes first.
        var frames = new List<RgbaPicture>();
        var data = new List<byte>();
        for (var i = firstControl; i < chunks.Count; i++)
        {
            if (chunks[i].Type is "IDAT" or "fdAT")
            {
                data.AddRange(chunks[i].Type == "IDAT" ? chunks[i].Data : chunks[i].Data[4..]);
            }

            if (data.Count > 0 && chunks[i + 1 < chunks.Count ? i + 1 : i].Type is "fcTL" or "IEND")
            {
                var control = chunks.FindLastIndex(i, chunk => chunk.Type == "fcTL");
                frames.Add(Frame(chunks, chunks[control].Data, data, frames.LastOrDefault(), still));
                data.Clear();
            }
        }

        return frames;
    }

    private static RgbaPicture Frame(
        List<(string Type, byte[] Data)> chunks, byte[] control, List<byte> data, RgbaPicture? below, RgbaPicture canvas)
    {
        int Field(int offset) => BinaryPrimitives.ReadInt32BigEndian(control.AsSpan(offset));
        Assert.Equal(0, control[24]);
        Assert.Equal(0, control[25]);
        var header = chunks[0].Data.ToArray();
        control.AsSpan(4, 8).CopyTo(header);
        var shared = chunks.Where(chunk => chunk.Type is "PLTE" or "tRNS").SelectMany(chunk => PngBytes.Chunk(chunk.Type, chunk.Data));
        var frame = Picture(ReferencePng.Decode(
            [.. PngBytes.Signature, .. PngBytes.Chunk("IHDR", header), .. shared, .. PngBytes.Chunk("IDAT", [.. data]), .. PngBytes.End]));
        var pixels = below?.Rgba.ToArray() ?? new byte[canvas.Rgba.Length];
        for (var y = 0; y < frame.Height; y++)
        {
            frame.Rgba.Span.Slice(4 * y * frame.Width, 4 * frame.Width)
                .CopyTo(pixels.AsSpan(4 * (((Field(16) + y) * canvas.Width) + Field(12))));
        }

        return new RgbaPicture(canvas.Width, canvas.Height, pixels);
    }

    private static RgbaPicture Picture(ReferencePng png) => new(
        png.Width,
        png.Height,
        png.Pixels.SelectMany(pixel => new[] { Byte(pixel.R), Byte(pixel.G), Byte(pixel.B), Byte(pixel.A) }).ToArray());

    private static byte Byte(int sample) => (byte)((sample + 128) / 257);
}
