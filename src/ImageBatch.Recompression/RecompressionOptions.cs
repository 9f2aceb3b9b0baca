using System.ComponentModel.DataAnnotations;

namespace ImageBatch.Recompression;

/// <summary>What <see cref="RecompressionCodec"/> does beyond the options of one upload.</summary>
public sealed class RecompressionOptions
{
    /// <summary>
    /// Whether every application segment, comment and ancillary chunk is kept as it is: EXIF with its position and
    /// thumbnail, XMP, IPTC, comments. Default false: only what the picture needs to look the same is kept, which is the
    /// ICC profile, the EXIF orientation, the density, in JPEG the Adobe marker where colour depends on it, and in PNG the
    /// chunks gAMA, cHRM, sRGB, cICP, mDCV and cLLI.
    /// </summary>
    /// <remarks>
    /// The index of a multi-picture JPEG file (CIPA DC-007) is dropped even so, since the pictures behind the first are;
    /// and with a new image, PNG chunks that are not safe to copy to one (bKGD, hIST, sBIT, sPLT and private ones).
    /// </remarks>
    public bool KeepMetadata { get; set; }

    /// <summary>
    /// Whether JPEG outputs are progressive (ITU-T T.81, annex G): a coarse picture comes first, and the file is 2 to 3 %
    /// smaller in the mean, more where much of the picture is flat. Takes twice the time or more, and memory for all
    /// coefficients. Default false: sequential.
    /// </summary>
    /// <remarks>An image that stays unchanged keeps its scans, of whatever kind they are.</remarks>
    public bool Progressive { get; set; }

    /// <summary>
    /// Whether a PNG without transparency becomes a JPEG at a quality below 100, where that is shorter than a palette and
    /// less than half as long as a PNG that keeps every pixel. Photographs do; drawings, text and few colours stay PNG.
    /// Default false: every output has the format of its input, unless the upload asks for another.
    /// </summary>
    /// <remarks>
    /// Colour has half the resolution (4:2:0) below quality 90, and from there on where <see cref="ChromaSubsampling"/> says
    /// so. The JPEG keeps the ICC profile, density and orientation. A PNG stays one where the upload asks for PNG, where it
    /// is animated, where gAMA, cHRM or cICP describe other colours than those of sRGB, and where
    /// <see cref="KeepMetadata"/> asks for chunks that a JPEG cannot hold.
    /// </remarks>
    public bool OpaquePngToJpeg { get; set; }

    /// <summary>
    /// Whether JPEG colour of full resolution is halved. Default <see cref="ChromaSubsampling.Keep"/>. Halving is done on
    /// the coefficients, by the exact mean of two by two samples; it takes memory for all of them.
    /// </summary>
    [EnumDataType(typeof(ChromaSubsampling))]
    public ChromaSubsampling ChromaSubsampling { get; set; }
}
