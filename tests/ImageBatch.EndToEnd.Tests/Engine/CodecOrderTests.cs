using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImageBatch.EndToEnd.Tests.Engine;

public sealed class CodecOrderTests
{
    [Fact]
    public async Task Codec_thatFindsOutItCannot_passesTheImageOn()
    {
        var first = new UndecidedCodec();
        await using var host = await EngineHost.StartAsync(
            services: services => services.Insert(0, ServiceDescriptor.Singleton<IImageCodec>(first)));

        var finished = await host.FinishedAsync((await host.SubmitAsync([host.Server.MapBytes("/a", TestImages.Bmp())])).Id);

        Assert.Equal(1, first.Calls);
        Assert.Equal((1, 500L), (finished.Images.Succeeded, finished.BytesOut));
    }

    [Fact]
    public async Task Codecs_thatAllFindOutTheyCannot_areAllHeardInTheError()
    {
        await using var host = await EngineHost.StartAsync(services: services =>
        {
            services.RemoveAll<IImageCodec>();
            services.AddSingleton<IImageCodec>(new UndecidedCodec());
            services.AddSingleton<IImageCodec>(new UndecidedCodec { Reason = "Nor this one." });
        });

        var job = await host.SubmitAsync([host.Server.MapBytes("/a", TestImages.Bmp())]);
        await host.FinishedAsync(job.Id);

        var error = (await host.ImagesAsync(job.Id))[0].Error!;
        Assert.Equal(ImageErrorCodes.ImageUnsupported, error.Code);
        Assert.StartsWith(
            "No codec takes this BMP image. Not after all. Nor this one. To take such images register ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Note_ofACodec_isInTheResult()
    {
        await using var host = await EngineHost.StartAsync(
            services: services => services.Insert(0, ServiceDescriptor.Singleton<IImageCodec>(new UndecidedCodec { Note = "Only the first." })));

        var job = await host.SubmitAsync([host.Server.MapBytes("/a", TestImages.Bmp())]);
        await host.FinishedAsync(job.Id);

        Assert.Equal("Only the first.", (await host.ImagesAsync(job.Id))[0].Output!.Note);
    }

    [Fact]
    public async Task Image_thatNoCodecTakes_saysWhatItIsAndWhichPackagesWould()
    {
        await using var host = await EngineHost.StartAsync();
        var gif = "GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"u8.ToArray();

        var job = await host.SubmitAsync([host.Server.MapBytes("/a.jpg", gif)]);
        await host.FinishedAsync(job.Id);

        var error = (await host.ImagesAsync(job.Id))[0].Error!;
        Assert.Equal(ImageErrorCodes.ImageUnsupported, error.Code);
        Assert.Contains("GIF", error.Message, StringComparison.Ordinal);
        Assert.Contains("ImageBatch.ImageSharp", error.Message, StringComparison.Ordinal);
        Assert.Contains("ImageBatch.Magick", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Says yes, writes something, and then finds out.</summary>
    private sealed class UndecidedCodec : IImageCodec
    {
        public int Calls { get; private set; }

        public string Reason { get; init; } = "Not after all.";

        public string? Note { get; init; }

        public string Name => "Undecided";

        public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) => CodecAnswer.Yes(0);

        public CompressedImage Compress(
            ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken)
        {
            Calls++;
            output.Write("nothing that may stay"u8);
            return Note is not null
                ? new CompressedImage(ImageFormat.Bmp, Unchanged: false, Note)
                : throw new ImageException(ImageErrorCodes.ImageUnsupported, Reason);
        }
    }
}
