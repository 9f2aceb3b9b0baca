using ImageBatch.ImageSharp.Encoding;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Icc;

namespace ImageBatch.ImageSharp.Metadata;

/// <summary>Keeps the ICC profile where the output's samples are what it is for.</summary>
internal static class Profiles
{
    private const string LostNote =
        "Colours were converted without the image's colour profile, and may look different: ImageSharp cannot apply it.";

    /// <summary>
    /// Leaves the profile to the encoder, or drops it. Says what samples it is for (ICC.1:2022, 7.2.8), which the output must
    /// have, and what the owner of the image should know of a profile that is lost.
    /// </summary>
    public static (IccColorSpaceType? Kept, string? Note) Choose(ImageMetadata metadata, TranscodeRequest request, PixelSurvey survey)
    {
        var profile = metadata.IccProfile;
        metadata.IccProfile = null;
        if (profile?.CheckIsValid() != true)
        {
            return (null, null);
        }

        var space = profile.Header.DataColorSpace;
        var isKept = space switch
        {
            IccColorSpaceType.Rgb => request.Format is not (ImageFormat.Gif or ImageFormat.Bmp),
            IccColorSpaceType.Gray => survey.IsGrey && request.Format is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Tiff,
            _ => false,
        };
        metadata.IccProfile = isKept ? profile : null;
        return (isKept ? space : null, space is IccColorSpaceType.Rgb or IccColorSpaceType.Gray ? null : LostNote);
    }
}
