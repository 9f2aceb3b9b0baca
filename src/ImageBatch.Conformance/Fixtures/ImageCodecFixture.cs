using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>A codec, what it claims to do, and a decoder that judges its outputs.</summary>
public abstract class ImageCodecFixture : ConformanceFixture
{
    private IReadOnlyList<CodecSample>? _samples;

    /// <summary>The codec under test.</summary>
    public abstract IImageCodec Codec { get; }

    /// <summary>
    /// The formats that the codec takes, and writes where <see cref="OutputFormat.Preserve"/> is asked for. It is tried
    /// with every sample of <see cref="CodecSamples"/> in them.
    /// </summary>
    public abstract IReadOnlyCollection<ImageFormat> InputFormats { get; }

    /// <summary>
    /// The formats to which the codec converts images of another; empty where it converts nothing. To any other it must
    /// answer no.
    /// </summary>
    public abstract IReadOnlyCollection<OutputFormat> OutputFormats { get; }

    /// <summary>
    /// Whether the codec converts one format to another; where not, it must answer no. Override where it does not convert
    /// each of <see cref="InputFormats"/> to each of <see cref="OutputFormats"/>.
    /// </summary>
    /// <param name="input">One of the former.</param>
    /// <param name="output">Any format but the input's own.</param>
    public virtual bool Converts(ImageFormat input, OutputFormat output) => OutputFormats.Contains(output);

    /// <summary>Whether the codec scales images down; where not, it must answer no to what asks for it.</summary>
    public abstract bool Resizes { get; }

    /// <summary>What the codec does with ICC profiles. Default <see cref="ProfileHandling.Kept"/>.</summary>
    public virtual ProfileHandling Profiles => ProfileHandling.Kept;

    /// <summary>
    /// The samples of <see cref="CodecSamples"/> that the codec does not take though it takes their format: the name, and
    /// the code of <see cref="ImageErrorCodes"/> that it refuses them with under the default options. Empty by default.
    /// </summary>
    public virtual IReadOnlyDictionary<string, string> Refusals => new Dictionary<string, string>();

    /// <summary>
    /// The samples that the codec is tried with: those of <see cref="CodecSamples"/> in its formats, and
    /// <see cref="OwnSamples"/>.
    /// </summary>
    public IReadOnlyList<CodecSample> Samples => _samples ??=
    [
        .. InputFormats.SelectMany(CodecSamples.Of).Select(sample =>
            Refusals.TryGetValue(sample.Name, out var code) ? sample with { Error = code } : sample),
        .. OwnSamples,
    ];

    /// <summary>
    /// Further images that the codec takes, or must refuse with <see cref="CodecSample.Error"/>. They should be small:
    /// each is compressed some hundred times. None by default.
    /// </summary>
    protected virtual IReadOnlyList<CodecSample> OwnSamples => [];

    /// <summary>
    /// Decodes an image in any of the formats that the codec takes or writes, with something other than the codec where
    /// there is such a decoder. Any exception says that the file is broken.
    /// </summary>
    /// <param name="file">The whole file.</param>
    public abstract DecodedImage Decode(ReadOnlyMemory<byte> file);

    /// <summary>Reads the header of an output with something other than the codec. By default the core's reader does.</summary>
    /// <param name="content">The whole file.</param>
    public virtual ImageHeader ReadHeader(ReadOnlyMemory<byte> content) => ImageHeaderReader.Read(content.Span);

    /// <summary>
    /// How near an output of the codec must come to its input, neither scaled nor cut: peak signal-to-noise ratio in dB,
    /// infinite where the very pixels are asked for. Override where a codec is lossy in PNG, or better than most.
    /// </summary>
    /// <param name="format">The format of the output.</param>
    /// <param name="quality">The quality asked for, 1 to 100; the suites ask about 50 and more.</param>
    /// <returns>By default infinite for PNG, BMP and TIFF; 30 for GIF; 33 for the others from quality 90 on, and 28 below.</returns>
    public virtual double PsnrFloor(ImageFormat format, int quality) => format switch
    {
        ImageFormat.Png or ImageFormat.Bmp or ImageFormat.Tiff => double.PositiveInfinity,
        ImageFormat.Gif => 30,
        _ => quality >= 90 ? 33 : 28,
    };

    /// <summary>
    /// How near a scaled picture must come to its input's mean over the area of each pixel, before it is encoded: peak
    /// signal-to-noise ratio in dB. The default, 28, leaves room for any usual filter: bilinear, bicubic and Lanczos filters come
    /// to 29 and more where alpha has hard edges, and to 35 elsewhere.
    /// </summary>
    /// <param name="format">The format of the output.</param>
    public virtual double ResizedPsnrFloor(ImageFormat format) => 28;
}
