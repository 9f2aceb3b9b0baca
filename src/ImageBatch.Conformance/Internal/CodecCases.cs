using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Headers and options, likely and unlikely, that a codec is asked about.</summary>
internal static class CodecCases
{
    private static readonly ImageFormat[] Formats = [.. Enum.GetValues<ImageFormat>(), (ImageFormat)99, (ImageFormat)(-1)];

    public static CompressionOptions Preserve { get; } = new();

    public static List<CompressionOptions> Options { get; } =
    [
        .. Enum.GetValues<OutputFormat>().Append((OutputFormat)99).SelectMany<OutputFormat, CompressionOptions>(format =>
        [
            new() { Format = format },
            new() { Format = format, Quality = 1, MaxWidth = 1, MaxHeight = 1 },
            new() { Format = format, Quality = 100, MaxWidth = 65_535 },
            new() { Format = format, MaxHeight = 7 },
        ]),
    ];

    public static IEnumerable<ImageHeader> Headers()
    {
        foreach (var format in Formats)
        {
            foreach (var process in Enum.GetValues<JpegProcess>().Append((JpegProcess)99))
            {
                foreach (var (components, precision) in new[] { (0, 0), (1, 1), (1, 8), (2, 16), (3, 8), (3, 12), (4, 8), (9, 99) })
                {
                    yield return new ImageHeader
                    {
                        Format = format,
                        JpegProcess = process,
                        Components = components,
                        Precision = precision,
                        Width = 640,
                        Height = 480,
                        Length = 100_000,
                    };
                }
            }

            foreach (var (width, height, length) in new[] { (1, 1, 1), (65_535, 65_535, 1_000), (int.MaxValue, int.MaxValue, int.MaxValue), (1, int.MaxValue, 0) })
            {
                foreach (var (frames, orientation) in new[] { (1, 1), (1_000_000, 8), (2, 5), (0, 0) })
                {
                    yield return new ImageHeader
                    {
                        Format = format,
                        Components = 3,
                        Precision = 8,
                        JpegProcess = format == ImageFormat.Jpeg ? JpegProcess.Baseline : JpegProcess.None,
                        Width = width,
                        Height = height,
                        Length = length,
                        Frames = frames,
                        Orientation = orientation,
                    };
                }
            }
        }
    }
}
