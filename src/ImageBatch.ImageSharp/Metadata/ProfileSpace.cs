using SixLabors.ImageSharp.Metadata.Profiles.Icc;

namespace ImageBatch.ImageSharp.Metadata;

/// <summary>What samples an ICC profile is for (ICC.1:2022, 7.2.8).</summary>
internal enum ProfileSpace
{
    /// <summary>There is no profile.</summary>
    None,

    /// <summary>Grey alone.</summary>
    Grey,

    /// <summary>Red, green and blue.</summary>
    Rgb,

    /// <summary>Something that no output has, or a profile that cannot be read.</summary>
    Other,
}

/// <summary>Reads <see cref="ProfileSpace"/>.</summary>
internal static class ProfileSpaces
{
    // The header of a profile, 7.2; the library looks no further either.
    private const int HeaderLength = 128;

    public static ProfileSpace Of(IccProfile? profile)
    {
        if (profile is null)
        {
            return ProfileSpace.None;
        }

        var content = profile.ToByteArray();
        return content.Length < HeaderLength ? ProfileSpace.Other
            : content.AsSpan(16, 4).SequenceEqual("RGB "u8) ? ProfileSpace.Rgb
            : content.AsSpan(16, 4).SequenceEqual("GRAY"u8) ? ProfileSpace.Grey
            : ProfileSpace.Other;
    }
}
