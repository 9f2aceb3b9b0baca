using ImageBatch.Tests.ImageHeaders.Files;
using static ImageBatch.Tests.ImageHeaders.Files.AvifFile;

namespace ImageBatch.Tests.ImageFiles.Files;

/// <summary>Builds AVIF sequences of one track, whose samples lie in chunks of three.</summary>
internal sealed class AvifSequenceBuilder
{
    private const int SamplesAChunk = 3;

    public byte[][] Samples { get; init; } = [[1, 2, 3], [4, 5], [6], [7, 8, 9, 10], [11, 12, 13, 14, 15]];

    /// <summary>Of the sample sizes: 0 for 32 bits each, 4, 8 or 16 for as many, -1 for one that all have.</summary>
    public int SizeBits { get; init; }

    public bool HasWideOffsets { get; init; }

    public string Handler { get; init; } = "pict";

    public string HandlerName { get; init; } = "";

    /// <summary>At most 31 letters.</summary>
    public string CompressorName { get; init; } = "";

    /// <summary>When movie, track and media were made and changed; 8 bytes, or 16.</summary>
    public byte[] Times { get; init; } = new byte[8];

    public byte[] InMovie { get; init; } = [];

    public byte[] InTrack { get; init; } = [];

    /// <summary>Data behind the samples, in the same box.</summary>
    public byte[] BehindSamples { get; init; } = [];

    public byte[] BeforeMovie { get; init; } = [];

    public byte[] Build()
    {
        byte[] start = [.. FileType("avis", "avif"), .. BeforeMovie];
        return
        [
            .. start, .. Movie(start.Length + Movie(0).Length + 8),
            .. Box("mdat"u8, [.. Samples.SelectMany(sample => sample), .. BehindSamples]),
        ];
    }

    private byte Version => Times.Length == 8 ? (byte)0 : (byte)1;

    private byte[] Movie(long start) => Box(
        "moov"u8,
        [
            .. FullBox("mvhd"u8, Version, 0, [.. Times, .. new byte[88]]),
            .. Box(
                "trak"u8,
                [
                    .. FullBox("tkhd"u8, Version, 0, [.. Times, .. new byte[72]]),
                    .. Box(
                        "mdia"u8,
                        [
                            .. FullBox("mdhd"u8, Version, 0, [.. Times, .. new byte[12]]),
                            .. AvifBuilder.Handler(Handler, HandlerName),
                            .. Box("minf"u8, Box("stbl"u8, [.. Description(), .. Sizes(), .. Runs(), .. Chunks(start)])),
                        ]),
                    .. InTrack,
                ]),
            .. InMovie,
        ]);

    private byte[] Description()
    {
        var name = new byte[32];
        CompressorName.Select(letter => (byte)letter).ToArray().CopyTo(name, 1);
        name[0] = (byte)CompressorName.Length;
        return FullBox(
            "stsd"u8,
            0,
            0,
            [
                0, 0, 0, 1,
                .. Box("av01"u8, new ByteBuilder().Zeros(24).UInt16(7).UInt16(5).Zeros(14).Add(name).Zeros(4).ToArray()),
            ]);
    }

    private byte[] Sizes()
    {
        var content = new ByteBuilder().UInt32(SizeBits < 0 ? Samples[0].Length : SizeBits).UInt32(Samples.Length);
        for (var i = 0; i < Samples.Length && SizeBits >= 0; i++)
        {
            var size = Samples[i].Length;
            _ = SizeBits switch
            {
                0 => content.UInt32(size),
                16 => content.UInt16(size),
                8 => content.Add((byte)size),
                _ when i % 2 == 1 => content,
                _ => content.Add((byte)((size << 4) | (i + 1 < Samples.Length ? Samples[i + 1].Length : 0))),
            };
        }

        return FullBox(SizeBits > 0 ? "stz2"u8 : "stsz"u8, 0, 0, content.ToArray());
    }

    /// <summary>All chunks but the last have as many samples; that is told by a second run.</summary>
    private byte[] Runs() => FullBox(
        "stsc"u8,
        0,
        0,
        new ByteBuilder().UInt32(2)
            .UInt32(1).UInt32(SamplesAChunk).UInt32(1)
            .UInt32(ChunkCount).UInt32(Samples.Length - ((ChunkCount - 1) * SamplesAChunk)).UInt32(1).ToArray());

    private byte[] Chunks(long start)
    {
        var content = new ByteBuilder().UInt32(ChunkCount);
        foreach (var chunk in Samples.Chunk(SamplesAChunk))
        {
            _ = HasWideOffsets ? content.UInt32(0) : content;
            content.UInt32(start);
            start += chunk.Sum(sample => sample.Length);
        }

        return FullBox(HasWideOffsets ? "co64"u8 : "stco"u8, 0, 0, content.ToArray());
    }

    private int ChunkCount => (Samples.Length + SamplesAChunk - 1) / SamplesAChunk;
}
