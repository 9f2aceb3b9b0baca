using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.ImageFiles;

/// <summary>What is changed in the copy of an AVIF. Its parts point at each other by offset, so that all stay where they are.</summary>
internal sealed class AvifPlan(HeaderBytes file)
{
    private readonly int _length = file.Length;
    private readonly List<int> _types = [];

    /// <summary>Places of image data and of boxes, which are not overwritten.</summary>
    public ByteRanges Image { get; } = new(file.Length);

    /// <summary>Places of the data of metadata.</summary>
    public ByteRanges Metadata { get; } = new(file.Length);

    /// <summary>Places in boxes that tell of the image.</summary>
    public ByteRanges Fields { get; } = new(file.Length);

    /// <summary>Makes a box one that readers pass over.</summary>
    public void Free(IsoBox box)
    {
        RenameToFree(box.Start + 4);
        Fields.Add(box.Content, box.End - box.Content);
    }

    /// <summary>Gives a box or an item a type that readers pass over.</summary>
    /// <param name="type">Offset of the four letters.</param>
    public void RenameToFree(long type)
    {
        if (_types.Count == PartLimit.Most)
        {
            throw new ImageException(
                ImageErrorCodes.ImageCorrupt,
                $"The AVIF is broken: {PartLimit.Message(_types.Count + 1, PartLimit.Most, "boxes of metadata")}.");
        }

        _types.Add((int)type);
    }

    public void Apply(Span<byte> output)
    {
        Metadata.ClearIn(output, Image);
        Fields.ClearIn(output, new(_length));
        foreach (var type in _types)
        {
            "free"u8.CopyTo(output[type..]);
        }
    }
}
