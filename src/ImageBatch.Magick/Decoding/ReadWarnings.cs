using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick.Decoding;

/// <summary>Tells what a file lacks that ImageMagick opened all the same: it only warns.</summary>
internal static class ReadWarnings
{
    /// <summary>
    /// Of libjpeg, where image data are missing or nonsense, and of zlib in PNG. Other warnings are of metadata, stray
    /// bytes between segments and private tags, and the image is whole.
    /// </summary>
    private static readonly string[] OfBrokenData =
    [
        "badhuffmancode", "badarithmeticcode", "prematureend", "insteadofrst", "inconsistentprogression",
        "incorrectdatacheck",
    ];

    /// <exception cref="ImageException">One of the warnings says that image data are missing or broken.</exception>
    public static void Check(IEnumerable<MagickException> warnings, ImageFormat format)
    {
        var told = warnings
            .SelectMany(warning => warning.RelatedExceptions.Prepend(warning))
            .FirstOrDefault(warning => OfBrokenData.Any(text => Failures.Says(warning, text)));
        if (told is not null)
        {
            throw Failures.Broken(format, told);
        }
    }
}
