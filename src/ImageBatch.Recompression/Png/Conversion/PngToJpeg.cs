using ImageBatch.Recompression.Jpeg.Pixels;
using ImageBatch.Recompression.Png.Chunks;
using ImageBatch.Recompression.Png.Lossless;
using ImageBatch.Recompression.Png.Pixels;

namespace ImageBatch.Recompression.Png.Conversion;

/// <summary>Makes a JPEG of a PNG's pixels, with what its chunks say of colour, density and orientation.</summary>
internal sealed class PngToJpeg
{
    /// <summary>Longest side that libjpeg reads.</summary>
    private const int LongestSide = 65_500;

    /// <summary>
    /// Most samples: 33 million pixels with halved colour. A token each and the longest file fit into the 512 MiB that an
    /// image is given by default; more are left to other codecs.
    /// </summary>
    private const long MostSamples = 50_000_000;

    /// <summary>From this quality on colour keeps its full resolution, unless asked otherwise.</summary>
    private const int FullColourQuality = 90;

    private readonly PixelEncoder _encoder = new();
    private readonly FlattenedRows _flattened = new();
    private PixelEncoding _encoding;

    /// <summary>The length of the JPEG.</summary>
    public long Length => _encoder.Length;

    /// <summary>The length of its metadata, which are there once it is begun.</summary>
    public long MetadataLength { get; private set; }

    /// <summary>What JPEG does not take, or null.</summary>
    public static string? WhyNot(int width, int height, bool isHalved)
    {
        var pixels = (long)width * height;
        return Math.Max(width, height) > LongestSide ? "a conversion to JPEG of a side of more than 65,500 pixels"
            : (isHalved ? pixels + (pixels / 2) : 3 * pixels) > MostSamples ? "a conversion to JPEG of more than 50,000,000 samples"
            : null;
    }

    /// <summary>Whether colour gets half the resolution in both directions.</summary>
    public static bool IsHalved(int quality, RecompressionOptions settings) =>
        quality < FullColourQuality || settings.ChromaSubsampling == ChromaSubsampling.Halve;

    /// <summary>Begins a JPEG with the metadata of a PNG.</summary>
    /// <param name="png">What has been read of the PNG.</param>
    /// <param name="file">The file.</param>
    /// <param name="plan">What is known of its colours.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="settings">What to keep, and how to code it.</param>
    /// <returns>What a JPEG cannot say of it, or null.</returns>
    public string? Begin(PngFile png, ReadOnlyMemory<byte> file, FormatPlan plan, int quality, RecompressionOptions settings)
    {
        _encoding = new(quality, plan.Direct.IsColour, IsHalved(quality, settings), settings.Progressive);
        byte[]? profile = null;
        switch (ColourSpaces.Find(png, file.Span))
        {
            case ColourSpace.Other:
                return "a conversion to JPEG of colours that gAMA, cHRM or cICP describe otherwise than sRGB";
            case ColourSpace.Profile:
                profile = IccProfile.Read(png.Find(ChunkType.IccProfile)!.Value.Data(file), _encoding.IsColour);
                if (profile is null)
                {
                    return "a conversion to JPEG of colours whose ICC profile is broken, long or of other components";
                }

                break;
            default:
                break;
        }

        JpegMetadata.Add(png, file.Span, profile, settings.KeepMetadata, _encoder.Begin());
        MetadataLength = _encoder.Length;
        return WhyNot(png.Header.Width, png.Header.Height, _encoding.IsHalved);
    }

    /// <summary>Encodes the image, flattened on white, as far as it is worth it.</summary>
    /// <param name="pixels">The pixels of the PNG.</param>
    /// <param name="limit">The JPEG has to be shorter than this.</param>
    /// <param name="cancellationToken">Looked at once a row of minimum coded units.</param>
    /// <returns>Whether it is.</returns>
    public bool TryEncode(PixelReader pixels, long limit, CancellationToken cancellationToken)
    {
        _flattened.Begin(pixels);
        return _encoder.TryEncode(_flattened, _encoding, limit, cancellationToken);
    }

    public void Write(Span<byte> target) => _encoder.Write(target);

    public void Clear() => _encoder.Clear();
}
