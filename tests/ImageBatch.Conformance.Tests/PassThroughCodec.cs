using System.Buffers;
using System.Buffers.Binary;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance.Tests;

/// <summary>The smallest codec that keeps the contract, to try its suites with: copies bitmaps of 24 bits a pixel.</summary>
internal sealed class PassThroughCodec : IImageCodec
{
    private const int HeaderLength = 54;

    public string Name => "PassThrough";

    public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) =>
        header.Format == ImageFormat.Bmp && !options.Resizes(header) && !options.Converts(header.Format)
            ? CodecAnswer.Yes(0)
            : CodecAnswer.No("anything but a bitmap as it is");

    public CompressedImage Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var header = ReadHeader(input);
        if (!CanCompress(header, options).CanCompress)
        {
            throw new ImageException(ImageErrorCodes.ImageUnsupported, "PassThrough only copies.");
        }

        var needed = HeaderLength + (long)((header.Width * 3L + 3) / 4 * 4) * header.Height;
        if (input.Length < needed)
        {
            throw new ImageException(ImageErrorCodes.ImageTruncated, "The bitmap ends early.");
        }

        foreach (var chunk in input.ToArray().Chunk(1_000))
        {
            chunk.CopyTo(output.GetSpan(chunk.Length));
            output.Advance(chunk.Length);
        }

        return new CompressedImage(ImageFormat.Bmp, Unchanged: true);
    }

    public static ImageHeader ReadHeader(ReadOnlyMemory<byte> content)
    {
        var bytes = content.Span;
        if (bytes.Length < HeaderLength)
        {
            throw new ImageException(ImageErrorCodes.ImageTruncated, "The bitmap has no whole header.");
        }

        var width = BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]);
        var height = BinaryPrimitives.ReadInt32LittleEndian(bytes[22..]);
        return bytes[..2].SequenceEqual("BM"u8) && bytes[28] == 24 && width > 0 && height > 0
            ? new ImageHeader { Format = ImageFormat.Bmp, Width = width, Height = height, Length = bytes.Length }
            : throw new ImageException(ImageErrorCodes.ImageCorrupt, "The bitmap's header is broken.");
    }

    public static DecodedImage Decode(ReadOnlyMemory<byte> content)
    {
        var header = ReadHeader(content);
        var rgba = new byte[4 * header.Pixels];
        for (var i = 0; i < header.Pixels; i++)
        {
            var (y, x) = Math.DivRem(i, header.Width);
            var at = HeaderLength + ((header.Width * 3 + 3) / 4 * 4 * (header.Height - 1 - y)) + (3 * x);
            var pixel = content.Span.Slice(at, 3);
            (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2], rgba[(4 * i) + 3]) = (pixel[2], pixel[1], pixel[0], 255);
        }

        return new DecodedImage([new RgbaPicture(header.Width, header.Height, rgba)], default);
    }

    public static byte[] MakeBitmap(int width, int height)
    {
        var bytes = new byte[HeaderLength + (width * 3 + 3) / 4 * 4 * height];
        new Random(width).NextBytes(bytes.AsSpan(HeaderLength));
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), height);
        bytes[28] = 24;
        return bytes;
    }
}
