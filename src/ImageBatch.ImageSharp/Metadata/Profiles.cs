using ImageBatch.Codecs;
using ImageBatch.ImageSharp.Encoding;
using ImageBatch.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageBatch.ImageSharp.Metadata;

/// <summary>Keeps the ICC profile where the output's samples are what it is for.</summary>
internal static class Profiles
{
    /// <summary>
    /// Puts the profile where every encoder looks for it, or drops it. Says which samples the output must have for it, and
    /// what the owner of the image should know of a profile that is lost.
    /// </summary>
    public static (ProfileSpace Space, string? Note) Choose(Image image, TranscodeRequest request)
    {
        var profile = image.Metadata.IccProfile ?? image.Frames.RootFrame.Metadata.IccProfile;
        var space = ProfileSpaces.Of(profile);
        var isKept = HasPlace(request.Format)
            && (space == ProfileSpace.Rgb || (space == ProfileSpace.Grey && HoldsGrey(image, request)));
        image.Metadata.IccProfile = isKept ? profile : null;
        foreach (var frame in image.Frames)
        {
            // Pages of a TIFF may have profiles of their own; one of another kind would contradict the first.
            var own = frame.Metadata.IccProfile;
            frame.Metadata.IccProfile =
                isKept && request.Format == ImageFormat.Tiff && ProfileSpaces.Of(own) == space ? own : null;
        }

        return isKept ? (space, null) : (ProfileSpace.None, NoteOf(space));
    }

    private static bool HasPlace(ImageFormat format) => format != ImageFormat.Gif;

    /// <summary>Whether the output will have grey alone: its pixels are, and its format can say so.</summary>
    private static bool HoldsGrey(Image image, TranscodeRequest request) => request.Format switch
    {
        ImageFormat.Jpeg or ImageFormat.Tiff => IsGrey(image, request),
        ImageFormat.Png => image.Frames.Count == 1 && IsGrey(image, request),
        _ => false,
    };

    private static bool IsGrey(Image image, TranscodeRequest request) => image switch
    {
        Image<Rgba32> pixels => PixelSurvey.IsGreyImage(pixels),
        Image<Rgba64> pixels => PixelSurvey.Of(pixels, CancellationToken.None).IsGrey,
        _ => request.Header.Components == 1,
    };

    private static string? NoteOf(ProfileSpace lost) => lost == ProfileSpace.Other
        ? "Colours were converted without the image's colour profile, and may look different: ImageSharp cannot apply it."
        : null;
}
