namespace ImageBatch.Conformance;

/// <summary>What each format has samples of, where it can.</summary>
internal static class SampleKinds
{
    public static (int Width, int Height)[] NarrowSizes { get; } = [(1, 1), (1, 37), (37, 1)];

    /// <summary>When the frames of an animation are.</summary>
    public static double[] Times { get; } = [0, 0.5, 1];

    public static SampleMetadata Profile { get; } = new() { Profile = SampleProfile.Content };

    public static SampleMetadata Marker { get; } = new() { Marker = SampleMetadata.MarkerText };

    /// <summary>Metadata that are samples of their own, and how these are called.</summary>
    public static IEnumerable<(string Suffix, SampleMetadata Metadata)> Metadata =>
    [
        .. Enumerable.Range(1, 8).Select(i => ($"orientation-{i}", new SampleMetadata { Orientation = i })),
        ("profile", Profile),
        ("profile-orientation", Profile with { Orientation = 6 }),
        ("metadata", Marker),
        ("metadata-orientation", Marker with { Orientation = 8 }),
    ];
}
