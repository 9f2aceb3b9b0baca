using ImageBatch.ImageSharp.Limits;
using SixLabors.ImageSharp.Memory;

namespace ImageBatch.ImageSharp;

/// <summary>
/// Compresses, scales and converts JPEG, PNG, GIF, WebP, BMP and TIFF with SixLabors.ImageSharp 2.1, in managed code.
/// </summary>
/// <remarks>
/// <para>The format found by the core is the one that is decoded; no other decoder of the library is reached. All buffers of
/// the library are counted: an image that takes more than its header let expect is
/// <see cref="ImageErrorCodes.ImageTooManyPixels"/>. One thread an image.</para>
/// <para>Animated WebP and PNG are <see cref="ImageErrorCodes.ImageUnsupported"/>: the library reads neither.</para>
/// <para>Instances are thread-safe. Each holds memory for the next image (<see cref="ImageSharpOptions.PoolMegabytes"/>):
/// one for a process is enough.</para>
/// </remarks>
public sealed class ImageSharpCodec : ImageTranscoder
{
    private readonly ImageSharpOptions _options;
    private readonly MemoryAllocator _pool;

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
        if (Support.KeepsImageData(request))
        {
            return null;
        }

        if (FrameChoice.Pixels(request) is var pixels && pixels > _options.MaxPixels)
        {
            throw Failures.TooManyPixels($"The image has {pixels:N0} pixels in all its frames; {_options.MaxPixels:N0} are allowed.");
        }

        var limit = Math.Min(WorkingSize.Of(request), (long)_options.MaxMegabytes << 20);
        using var memory = new WorkingMemory(_pool, limit, cancellationToken);
        var configuration = new Configuration { MemoryAllocator = memory, MaxDegreeOfParallelism = 1 };
        try
        {
            return new Transcoding(request, configuration, _options.KeepMetadata, cancellationToken).Run(input, output);
        }
        catch (Exception exception) when (Failures.OfMemory(exception) is { } error)
        {
            throw error;
        }
    }
}
