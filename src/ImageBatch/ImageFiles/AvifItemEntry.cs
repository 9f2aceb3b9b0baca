using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>An entry of the item information box (ISO/IEC 14496-12, 8.11.6).</summary>
/// <param name="Id">Number of the item.</param>
/// <param name="Type">Offset of its type; 0 in the versions that have none.</param>
/// <param name="Text">Offset of the texts that follow.</param>
internal readonly record struct AvifItemEntry(uint Id, long Type, long Text)
{
    /// <summary>Bytes of the item information box before its first entry: version, flags, a count.</summary>
    public static int Skip(HeaderBytes file, IsoBox entries) => IsoBox.FullBoxHeader + (file.Byte(entries.Content) == 0 ? 2 : 4);

    /// <summary>Reads an entry; false where the box is none, or too short for one.</summary>
    public static bool TryRead(HeaderBytes file, IsoBox box, out AvifItemEntry entry)
    {
        entry = default;
        if (!box.Is(file, "infe"u8) || box.End - box.Content < IsoBox.FullBoxHeader)
        {
            return false;
        }

        var version = file.Byte(box.Content);
        var id = box.Content + IsoBox.FullBoxHeader;
        var idLength = version < 3 ? 2 : 4;
        const int protectionLength = 2;
        var type = version < 2 ? 0 : id + idLength + protectionLength;
        var text = id + idLength + protectionLength + (version < 2 ? 0 : 4);
        if (text > box.End)
        {
            return false;
        }

        entry = new(idLength == 2 ? file.UInt16BigEndian(id) : file.UInt32BigEndian(id), type, text);
        return true;
    }

    /// <summary>
    /// Whether the item is no image: Exif, or of a media type or of a scheme that an address names, as XMP is. So are all
    /// entries without a type.
    /// </summary>
    public bool IsMetadata(HeaderBytes file)
    {
        if (Type == 0)
        {
            return true;
        }

        var type = file.Slice(Type, 4);
        return type.SequenceEqual("Exif"u8) || type.SequenceEqual("mime"u8) || type.SequenceEqual("uri "u8);
    }
}
