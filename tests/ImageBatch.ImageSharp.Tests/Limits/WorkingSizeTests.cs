using ImageBatch.Codecs;
using ImageBatch.ImageHeaders;
using ImageBatch.ImageSharp.Limits;
using ImageBatch.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;

namespace ImageBatch.ImageSharp.Tests.Limits;

/// <summary>The bound that the engine plans with is one: the library takes less, of small and of larger images.</summary>
public sealed class WorkingSizeTests
{
    private static readonly (IImageEncoder Encoder, bool HasAlpha)[] Larger =
    [
        (new JpegEncoder { Quality = 80 }, false), (new PngEncoder(), false), (new PngEncoder(), true), (new GifEncoder(), false),
        (new WebpEncoder { FileFormat = WebpFileFormatType.Lossy }, false), (new BmpEncoder(), false), (new TiffEncoder(), false),
        (new WebpEncoder { FileFormat = WebpFileFormatType.Lossless }, true),
        (new PngEncoder { InterlaceMethod = PngInterlaceMode.Adam7 }, true), (new PngEncoder { BitDepth = PngBitDepth.Bit16 }, false),
    ];

    [Fact]
    public void Of_sample_of_any_kind_is_more_than_the_library_takes() => Assert.All(
        new ImageSharpCodecFixture().Samples.Where(sample => sample.Error is null),
        sample => AssertBound(sample.Content, sample.Name));

    [Fact]
    public void Of_larger_picture_is_more_than_the_library_takes() => Assert.All(
        Larger, kind => AssertBound(TestPictures.Encode(640, 480, kind.Encoder, kind.HasAlpha), $"{kind}"));

    [Fact]
    public void Of_huge_header_does_not_overflow()
    {
        var header = new ImageHeader { Format = ImageFormat.Tiff, Width = int.MaxValue, Height = int.MaxValue, Frames = int.MaxValue, Length = 1 };
        Assert.Equal(long.MaxValue, WorkingSize.Of(TranscodeRequest.Of(header, new CompressionOptions())));
    }

    private static void AssertBound(ReadOnlyMemory<byte> file, string name)
    {
        var header = ImageHeaderReader.Read(file.Span);
        CompressionOptions[] every =
        [
            new(), new() { MaxWidth = Math.Max(1, header.Width / 2) }, new() { Format = OutputFormat.Jpeg },
            new() { Format = OutputFormat.Png }, new() { Format = OutputFormat.WebP, Quality = 100 },
        ];
        foreach (var options in every)
        {
            var request = TranscodeRequest.Of(header, options);
            if (Support.KeepsImageData(request))
            {
                continue;
            }

            using var memory = new WorkingMemory(MemoryAllocator.Default, long.MaxValue, CancellationToken.None);
            var configuration = new Configuration { MemoryAllocator = memory, MaxDegreeOfParallelism = 1 };
            using var output = new MemoryStream();
            new Transcoding(request, configuration, keepMetadata: false, CancellationToken.None).Run(file, output);
            Assert.True(
                memory.Peak > 0 && memory.Peak <= WorkingSize.Of(request),
                $"{name} as {options.Format} within {options.MaxWidth}: {memory.Peak:N0} bytes, more than {WorkingSize.Of(request):N0}.");
        }
    }
}
