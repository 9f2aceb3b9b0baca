namespace ImageBatch.Conformance;

/// <summary>A frame of an animation: pixels, and where on the canvas they replace what was there.</summary>
internal sealed record SampleFrame(int Left, int Top, RgbaPicture Picture)
{
    /// <summary>Three frames of a disc that moves; the second and third are parts of the canvas, at an even place.</summary>
    public static SampleFrame[] Animation { get; } =
    [
        new(0, 0, At(0)),
        new(10, 4, Crop(At(0.5), 10, 4, 45, 33)),
        new(20, 6, Crop(At(1), 20, 6, 41, 27)),
    ];

    /// <summary>What is seen after each frame, the first of which covers the canvas.</summary>
    public static IEnumerable<RgbaPicture> Show(params IEnumerable<SampleFrame> frames)
    {
        RgbaPicture? canvas = null;
        foreach (var frame in frames)
        {
            canvas = canvas is null ? frame.Picture : frame.On(canvas);
            yield return canvas;
        }
    }

    private RgbaPicture On(RgbaPicture canvas)
    {
        var pixels = canvas.Rgba.ToArray();
        for (var y = 0; y < Picture.Height; y++)
        {
            Picture.Rgba.Span.Slice(4 * y * Picture.Width, 4 * Picture.Width)
                .CopyTo(pixels.AsSpan(4 * (((Top + y) * canvas.Width) + Left)));
        }

        return new(canvas.Width, canvas.Height, pixels);
    }

    private static RgbaPicture At(double time) => SamplePicture.Make(61, 43, hasAlpha: false, time);

    private static RgbaPicture Crop(RgbaPicture from, int left, int top, int width, int height)
    {
        var pixels = new byte[4 * width * height];
        for (var y = 0; y < height; y++)
        {
            from.Rgba.Span.Slice(4 * (((top + y) * from.Width) + left), 4 * width).CopyTo(pixels.AsSpan(4 * y * width));
        }

        return new(width, height, pixels);
    }
}
