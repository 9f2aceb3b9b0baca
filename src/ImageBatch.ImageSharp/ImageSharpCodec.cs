using ImageBatch.Codecs;
using ImageBatch.ImageSharp.Decoding;
using ImageBatch.ImageSharp.Limits;
using ImageBatch.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;

namespace ImageBatch.ImageSharp;

/// <summary>
/// Compresses, scales and converts JPEG, PNG, GIF, WebP, BMP and TIFF with SixLabors.ImageSharp, in managed code.
/// </summary>
/// <remarks>
/// <para>The format found by the core is the one that is decoded; no other decoder of the library is reached. All memory of
/// the library is counted: an image that takes more than its header let expect is
/// <see cref="ImageErrorCodes.ImageTooManyPixels"/>. One thread an image.</para>
/// <para>Instances are thread-safe. Each holds memory for the next image (<see cref="ImageSharpOptions.PoolMegabytes"/>):
/// one for a process is enough.</para>
/// </remarks>
public sealed class ImageSharpCodec : ImageTranscoder
{
    private readonly ImageSharpOptions _options;
    private readonly MemoryAllocator _pool;
    private readonly Configuration _configuration;

    /// <summary>Creates a codec.</summary>
    /// <param name="options">What to keep, and the limits. Read at once.</param>
    public ImageSharpCodec(ImageSharpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _pool = MemoryAllocator.Create(new MemoryAllocatorOptions
        {
            AllocationLimitMegabytes = options.MaxMegabytes,
            MaximumPoolSizeMegabytes = options.PoolMegabytes,
        });
        _configuration = new Configuration(
            new JpegConfigurationModule(),
            new PngConfigurationModule(),
            new GifConfigurationModule(),
            new WebpConfigurationModule(),
            new BmpConfigurationModule(),
            new TiffConfigurationModule())
        {
            MaxDegreeOfParallelism = 1,
        };
    }

    /// <inheritdoc/>
    public override string Name => "ImageSharp";

    /// <inheritdoc/>
    protected override bool KeepsMetadata => _options.KeepMetadata;

    /// <inheritdoc/>
    protected override string? WhyNot(TranscodeRequest request) => Support.WhyNot(request);

    /// <inheritdoc/>
    protected override long WorkingBytes(TranscodeRequest request) => WorkingSize.Of(request);

    /// <inheritdoc/>
    protected override string? Transcode(
        ReadOnlyMemory<byte> input, TranscodeRequest request, Stream output, CancellationToken cancellationToken)
    {
        if (FrameChoice.Pixels(request) > _options.MaxPixels)
        {
            throw Failures.TooManyPixels(
                $"The image has {FrameChoice.Pixels(request):N0} pixels in all its frames; {_options.MaxPixels:N0} are allowed.");
        }

        var limit = Math.Min(WorkingSize.Of(request), (long)_options.MaxMegabytes << 20);
        using var memory = new WorkingMemory(_pool, limit, cancellationToken);
        var configuration = _configuration.Clone();
        configuration.MemoryAllocator = memory;
        return new Transcoding(request, configuration, memory, _options.KeepMetadata, cancellationToken).Run(input, output);
    }
}
