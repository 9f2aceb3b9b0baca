using System.Numerics;
using ImageBatch.Recompression.Pixels;
using ImageBatch.Recompression.Png.Chunks;
using ImageBatch.Recompression.Png.Pixels;

namespace ImageBatch.Recompression.Png.Lossless;

/// <summary>Finds the formats with the fewest bits that can say every pixel of an image.</summary>
internal sealed class FormatPlan
{
    private readonly ColourSurvey<uint> _survey = new();
    private readonly ColourSurvey<ulong> _wideSurvey = new();
    private RowBuffer<uint> _row;
    private RowBuffer<ulong> _wide;

    /// <summary>The colours, if they are few enough for a palette.</summary>
    public ColourIndex Index { get; } = new();

    /// <summary>The best format without a palette.</summary>
    public PixelFormat Direct { get; private set; }

    /// <summary>The colour that is transparent in <see cref="Direct"/>, if it has no alpha.</summary>
    public ulong? Key { get; private set; }

    /// <summary>Whether no pixel is transparent in the least.</summary>
    public bool IsOpaque => Key is null && (Direct.Type is ColourType.Grey or ColourType.Rgb);

    /// <summary>The format with a palette, where that may be shorter; else null.</summary>
    public PixelFormat? Palette { get; private set; }

    public void Make(PngFile png, PixelReader pixels, CancellationToken cancellationToken)
    {
        (Palette, Key) = (null, null);
        if (pixels.IsWide && !IsNarrow(pixels))
        {
            _wideSurvey.Make(pixels, _wide.Take(pixels.Width), cancellationToken);
            Direct = DirectOf(png, _wideSurvey, 16);
            Key = _wideSurvey.HasOneKey ? _wideSurvey.Key : null;
            return;
        }

        _survey.Make(pixels, _row.Take(pixels.Width), cancellationToken);
        Direct = DirectOf(png, _survey, _survey.GreyDepth);
        Key = _survey.HasOneKey ? Widen(_survey.Key, Direct) : null;
        PlanPalette(png, pixels);
    }

    private static PixelFormat DirectOf<T>(PngFile png, ColourSurvey<T> survey, int greyDepth)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        // A profile is made for grey or for colours (PNG, 11.3.2.3): the image stays what it is.
        var isGrey = survey.IsGrey && !(png.HasProfile && png.Header.Format.IsColour);
        var isWithoutAlpha = survey.IsOpaque || survey.HasOneKey;
        var type = (isGrey, isWithoutAlpha) switch
        {
            (true, true) => ColourType.Grey,
            (true, false) => ColourType.GreyAlpha,
            (false, true) => ColourType.Rgb,
            _ => ColourType.Rgba,
        };
        return new(type, type == ColourType.Grey ? greyDepth : Math.Max(greyDepth, 8));
    }

    /// <summary>A key's samples of 8 bits as tRNS has them: each in 16 bits, at the depth of the image.</summary>
    private static ulong Widen(uint key, PixelFormat format) => format.Type == ColourType.Grey
        ? ((key & 0xFF) >> (8 - format.Depth)) * 0x0001_0001_0001UL
        : (key & 0xFF) | ((ulong)((key >> 8) & 0xFF) << 16) | ((ulong)((key >> 16) & 0xFF) << 32);

    private void PlanPalette(PngFile png, PixelReader pixels)
    {
        if (png.HasProfile && !png.Header.Format.IsColour)
        {
            return;
        }

        Index.Clear();
        var row = _row.Take(pixels.Width);
        for (var y = 0; y < pixels.Height && !Index.IsFull; y++)
        {
            pixels.Read(y, row);
            Index.Add(row);
        }

        var depth = PixelFormat.PaletteDepth(Index.Count);
        if (!Index.IsFull && depth < Direct.BitsPerPixel)
        {
            Index.Sort();
            Palette = new(ColourType.Palette, depth);
        }
    }

    /// <summary>Whether every sample of 16 bits has the same byte twice.</summary>
    private bool IsNarrow(PixelReader pixels)
    {
        var row = _wide.Take(pixels.Width);
        for (var y = 0; y < pixels.Height; y++)
        {
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
}
