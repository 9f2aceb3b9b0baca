using ImageBatch.Recompression.Jpeg.Markers;

namespace ImageBatch.Recompression.Jpeg.Metadata;

/// <summary>What the components of a frame mean, judged as libjpeg does.</summary>
internal static class ColourModel
{
    /// <summary>The transform of an Adobe segment where four components are YCbCr and black.</summary>
    private const int Ycck = 2;

    /// <summary>Whether a component is a chrominance.</summary>
    public static bool IsChroma(FrameHeader frame, AppSegments segments, FrameComponent component)
    {
        var components = frame.Components;
        return components.Length switch
        {
            3 => component != components[0] && !IsRgb(components, segments),
            4 => segments.AdobeTransform == Ycck && (component == components[1] || component == components[2]),
            _ => false,
        };
    }

    /// <summary>Whether a reader needs the Adobe segment to show the right colours.</summary>
    public static bool NeedsAdobe(FrameHeader frame, AppSegments segments)
    {
        var components = frame.Components;
        return segments.Adobe >= 0 && (components.Length == 4
            || (components.Length == 3 && (segments.AdobeTransform != 1 || HasRgbIdentifiers(components))));
    }

    private static bool IsRgb(ReadOnlySpan<FrameComponent> components, AppSegments segments) =>
        segments.Jfif < 0
        && (segments.Adobe >= 0 ? segments.AdobeTransform == 0 : HasRgbIdentifiers(components));

    private static bool HasRgbIdentifiers(ReadOnlySpan<FrameComponent> components) =>
        components[0].Id == 'R' && components[1].Id == 'G' && components[2].Id == 'B';
}
