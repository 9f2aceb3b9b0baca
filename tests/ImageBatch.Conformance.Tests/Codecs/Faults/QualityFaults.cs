using ImageBatch.Model;

namespace ImageBatch.Conformance.Tests.Codecs.Faults;

internal sealed class IgnoresQuality : ModelCodec
{
    protected override byte[] Encode(ImageFormat format, RgbaPicture[] frames, SampleMetadata metadata, int quality) =>
        base.Encode(format, frames, metadata, 90);
}

internal sealed class TurnsQualityRound : ModelCodec
{
    protected override byte[] Encode(ImageFormat format, RgbaPicture[] frames, SampleMetadata metadata, int quality) =>
        base.Encode(format, frames, metadata, 101 - quality);
}

internal sealed class HasNoHighQuality : ModelCodec
{
    protected override byte[] Encode(ImageFormat format, RgbaPicture[] frames, SampleMetadata metadata, int quality) =>
        base.Encode(format, frames, metadata, Math.Min(quality, 8));
}

internal sealed class IsWorseAtHighQuality : ModelCodec
{
    protected override byte[] Encode(ImageFormat format, RgbaPicture[] frames, SampleMetadata metadata, int quality) =>
        base.Encode(format, frames, metadata, quality == 90 ? 40 : 80);
}

internal sealed class NeverLeavesAnImageAsItIs : ModelCodec
{
    protected override byte[] Strip(byte[] file, ImageHeader header) => new byte[file.Length * 10];
}

internal sealed class KeepsMetadata : ModelCodec
{
    protected override SampleMetadata MetadataOf(byte[] file, ImageHeader header, DecodedImage image, CompressionOptions options) =>
        base.MetadataOf(file, header, image, options) with
        {
            Marker = MarkerSearch.IsIn(file, SampleMetadata.MarkerText) ? SampleMetadata.MarkerText : null,
        };
}

internal sealed class KeepsMetadataOfWhatStays : ModelCodec
{
    protected override byte[] Strip(byte[] file, ImageHeader header) => file;
}
