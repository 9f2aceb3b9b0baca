using System.Text;
using ImageBatch.Tests.ImageHeaders.Files;
using static ImageBatch.Tests.ImageHeaders.Files.AvifFile;

namespace ImageBatch.Tests.ImageFiles.Files;

/// <summary>Builds AVIF files of items: type, description, data. Item 1 is the primary one.</summary>
internal sealed class AvifBuilder
{
    public const int InFile = 0;
    public const int InMeta = 1;

    private readonly List<Item> _items = [];
    private readonly List<byte> _references = [];

    /// <summary>Of the item location box: 0 to 2.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Bytes of each number in the item location box: 4 or 8.</summary>
    public int NumberLength { get; init; } = 4;

    /// <summary>Whether numbers of items have 32 bits where they are described and referred to.</summary>
    public bool HasWideIds { get; init; }

    public string HandlerName { get; init; } = "";

    /// <summary>Properties that belong to no item.</summary>
    public byte[] Properties { get; init; } = [];

    /// <summary>Further boxes in the description.</summary>
    public byte[] InDescription { get; init; } = [];

    /// <summary>Where the data of an item were put, in a file that was built.</summary>
    public long StartOf(uint id) => _items.Single(item => item.Id == id).Start;

    public AvifBuilder Add(uint id, string type, string text, byte[] data, int construction = InFile)
    {
        _items.Add(new(id, type, text, data, construction));
        return this;
    }

    public AvifBuilder Refer(string type, uint from, params uint[] to)
    {
        var content = new ByteBuilder();
        Number(content, from).UInt16(to.Length);
        foreach (var item in to)
        {
            Number(content, item);
        }

        _references.AddRange(Box(Latin(type), content.ToArray()));
        return this;
    }

    /// <summary>The file, with further boxes behind the description and behind the data.</summary>
    public byte[] Build(byte[]? beforeData = null, byte[]? behindData = null)
    {
        byte[] type = FileType("avif", "mif1");
        var data = type.Length + Description().Length + (beforeData?.Length ?? 0) + 8;
        foreach (var item in _items.Where(item => item.Construction == InFile))
        {
            item.Start = data;
            data += item.Data.Length;
        }

        return
        [
            .. type, .. Description(), .. beforeData ?? [],
            .. Box("mdat"u8, [.. _items.Where(item => item.Construction == InFile).SelectMany(item => item.Data)]),
            .. behindData ?? [],
        ];
    }

    /// <summary>The description by itself, of items whose data begin at an offset.</summary>
    public byte[] DescriptionOf(long start)
    {
        _items.ForEach(item => item.Start = start);
        return Description();
    }

    public static byte[] Handler(string kind, string name) =>
        FullBox("hdlr"u8, 0, 0, [0, 0, 0, 0, .. Latin(kind), .. new byte[12], .. Latin(name), 0]);

    private byte[] Description()
    {
        long start = 0;
        foreach (var item in _items.Where(item => item.Construction == InMeta))
        {
            item.Start = start;
            start += item.Data.Length;
        }

        return FullBox(
            "meta"u8,
            0,
            0,
            [
                .. Handler("pict", HandlerName),
                .. FullBox("pitm"u8, 0, 0, 0, 1),
                .. Locations(),
                .. FullBox("iinf"u8, 0, 0, [0, (byte)_items.Count, .. _items.SelectMany(Entry)]),
                .. _references.Count > 0 ? FullBox("iref"u8, HasWideIds ? (byte)1 : (byte)0, 0, [.. _references]) : [],
                .. Box(
                    "iprp"u8,
                    [
                        .. Box("ipco"u8, [.. Size(7, 5), .. Box("av1C"u8, 0x81, 0, 0, 0), .. Properties]),
                        .. FullBox("ipma"u8, 0, 0, 0, 0, 0, 1, 0, 1, 2, 1, 0x82),
                    ]),
                .. start > 0 ? Box("idat"u8, [.. _items.Where(item => item.Construction == InMeta).SelectMany(item => item.Data)]) : [],
                .. InDescription,
            ]);
    }

    private byte[] Locations()
    {
        var content = new ByteBuilder().Add((byte)((NumberLength << 4) | NumberLength), (byte)(NumberLength << 4));
        _ = Version < 2 ? content.UInt16(_items.Count) : content.UInt32(_items.Count);
        foreach (var item in _items)
        {
            _ = Version < 2 ? content.UInt16((int)item.Id) : content.UInt32(item.Id);
            _ = Version == 0 ? content : content.UInt16(item.Construction);

            // Two extents, the second from a base offset on.
            var first = item.Data.Length / 2;
            content.UInt16(0);
            Place(content, item.Start).UInt16(2);
            Place(Place(content, 0), first);
            Place(Place(content, first), item.Data.Length - first);
        }

        return FullBox("iloc"u8, (byte)Version, 0, content.ToArray());
    }

    private byte[] Entry(Item item)
    {
        var content = new ByteBuilder();
        Number(content, item.Id).UInt16(0).Add(Latin(item.Type)).Add(Latin(item.Text)).Add(0);
        return FullBox("infe"u8, HasWideIds ? (byte)3 : (byte)2, 0, content.ToArray());
    }

    private ByteBuilder Number(ByteBuilder content, uint id) => HasWideIds ? content.UInt32(id) : content.UInt16((int)id);

    private ByteBuilder Place(ByteBuilder content, long number) =>
        NumberLength == 8 ? content.UInt32(number >> 32).UInt32(number) : content.UInt32(number);

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    private sealed record Item(uint Id, string Type, string Text, byte[] Data, int Construction)
    {
        public long Start { get; set; }
    }
}
