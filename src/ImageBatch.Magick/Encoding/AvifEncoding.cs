using ImageMagick;

namespace ImageBatch.Magick.Encoding;

/// <summary>AVIF by libheif and the AV1 encoder that it has.</summary>
internal static class AvifEncoding
{
    public static void Configure(IMagickImage<byte> image, int quality)
    {
        // A channel that hides nothing would be coded as a second image.
        if (image.HasAlpha && image.IsOpaque)
        {
            image.Alpha(AlphaAction.Off);
        }

        image.Quality = (uint)quality;
        image.Settings.SetDefine("heic:chroma", quality < JpegEncoding.FullColourQuality ? "420" : "444");
    }
}
