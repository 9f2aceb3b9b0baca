using ImageBatch.Recompression.Png.Chunks;
using ImageBatch.Recompression.Png.Pixels;

namespace ImageBatch.Recompression.Png.Lossless;

/// <summary>Finds the formats with the fewest bits that can say every pixel of an image.</summary>
internal sealed class FormatPlan
{
    private readonly ColourSurvey<uint> _survey = new();
    private readonly ColourSurvey<ulong> _wideSurvey = new();
    private uint[] _row = [];
    private ulong[] _wide = [];

    /// <summary>The colours, if they are few enough for a palette.</summary>
    public ColourIndex Index { get; } = new();

    /// <summary>The best format without a palette.</summary>
    public PixelFormat Direct { get; private set; }

    /// <summary>The colour that is transparent in <see cref="Direct"/>, if it has no alpha.</summary>
    public ulong? Key { get; private set; }

    /// <summary>The format with a palette, where that may be shorter; else null.</summary>
    public PixelFormat? Palette { get; private set; }

    public void Make(PngFile png, PixelReader pixels, CancellationToken cancellationToken)
    {
        if (_row.Length < pixels.Width)
        {
            _row = new uint[pixels.Width];
        }

        (Palette, Key) = (null, null);
        if (pixels.IsWide && !IsNarrow(pixels, cancellationToken))
        {
            MakeWide(png, pixels, cancellationToken);
            return;
        }

        _survey.Clear();
        Index.Clear();
        var row = _row.AsSpan(0, pixels.Width);
        for (var y = 0; y < pixels.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pixels.Read(y, row);
            _survey.Add(row);
            Index.Add(row);
        }

        // A profile is made for grey or for colours (PNG, 11.3.2.3): the image stays what it is.
        var isGrey = _survey.IsGrey && !(png.HasProfile && png.Header.Format.IsColour);
        Direct = new(TypeOf(isGrey, _survey.IsOpaque || HasKey(pixels, row)), isGrey ? _survey.GreyDepth : 8);
        if (Direct.Type is ColourType.GreyAlpha)
        {
            Direct = Direct with { Depth = 8 };
        }
        else if (!_survey.IsOpaque && Direct.Type is ColourType.Grey or ColourType.Rgb)
        {
            Key = Widen(_survey.Key, Direct);
        }

        PlanPalette(png);
    }

    private static ColourType TypeOf(bool isGrey, bool isWithoutAlpha) => (isGrey, isWithoutAlpha) switch
    {
        (true, true) => ColourType.Grey,
        (true, false) => ColourType.GreyAlpha,
        (false, true) => ColourType.Rgb,
        _ => ColourType.Rgba,
    };

    /// <summary>A key's samples of 8 bits as tRNS has them: each in 16 bits, at the depth of the image.</summary>
    private static ulong Widen(uint key, PixelFormat format) => format.Type == ColourType.Grey
        ? ((key & 0xFF) >> (8 - format.Depth)) * 0x0001_0001_0001UL
        : (key & 0xFF) | ((ulong)((key >> 8) & 0xFF) << 16) | ((ulong)((key >> 16) & 0xFF) << 32);

    private void PlanPalette(PngFile png)
    {
        if (Index.IsFull || (png.HasProfile && !png.Header.Format.IsColour))
        {
            return;
        }

        var depth = Index.Count switch { <= 2 => 1, <= 4 => 2, <= 16 => 4, _ => 8 };
        if (depth < Direct.BitsPerPixel)
        {
            Index.Sort();
            Palette = new(ColourType.Palette, depth);
        }
    }

    /// <summary>Whether every sample of 16 bits has the same byte twice.</summary>
    private bool IsNarrow(PixelReader pixels, CancellationToken cancellationToken)
    {
        if (_wide.Length < pixels.Width)
        {
            _wide = new ulong[pixels.Width];
        }

        var row = _wide.AsSpan(0, pixels.Width);
        for (var y = 0; y < pixels.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pixels.Read(y, row);
            foreach (var pixel in row)
            {
                if (((pixel ^ (pixel >> 8)) & 0x00FF_00FF_00FF_00FF) != 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void MakeWide(PngFile png, PixelReader pixels, CancellationToken cancellationToken)
    {
        _wideSurvey.Clear();
        var row = _wide.AsSpan(0, pixels.Width);
        for (var y = 0; y < pixels.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pixels.Read(y, row);
            _wideSurvey.Add(row);
        }

        var isGrey = _wideSurvey.IsGrey && !(png.HasProfile && png.Header.Format.IsColour);
        var hasKey = !_wideSurvey.IsOpaque && HasKey(pixels, row);
        Direct = new(TypeOf(isGrey, _wideSurvey.IsOpaque || hasKey), 16);
        Key = hasKey ? _wideSurvey.Key : null;
    }

    /// <summary>Whether one colour is all that is transparent, and never opaque.</summary>
    private bool HasKey(PixelReader pixels, Span<uint> row)
    {
        var isUnique = _survey.HasOneKey;
        for (var y = 0; isUnique && y < pixels.Height; y++)
        {
            pixels.Read(y, row);
            isUnique = !_survey.UsesKey(row);
        }

        return isUnique;
    }

    private bool HasKey(PixelReader pixels, Span<ulong> row)
    {
        var isUnique = _wideSurvey.HasOneKey;
        for (var y = 0; isUnique && y < pixels.Height; y++)
        {
            pixels.Read(y, row);
            isUnique = !_wideSurvey.UsesKey(row);
        }

        return isUnique;
    }
}
