namespace ImageBatch.Conformance;

/// <summary>What a sample carries beside its image.</summary>
internal sealed record SampleMetadata
{
    /// <summary>What the marker consists of; no other sample contains it.</summary>
    public const string MarkerText = "ConformanceMarkerLeedsUnderBridge";

    public static SampleMetadata None { get; } = new();

    /// <summary>EXIF orientation, 1 to 8; null where none is stored.</summary>
    public int? Orientation { get; init; }

    /// <summary>The ICC profile, or null.</summary>
    public byte[]? Profile { get; init; }

    /// <summary>A text that every kind of metadata of the format contains, or null.</summary>
    public string? Marker { get; init; }

    /// <summary>The EXIF data from their TIFF header on, or null where there is nothing to say.</summary>
    public byte[]? Exif => Orientation is null && Marker is null ? null : ExifWriter.Write(Orientation ?? 1, Marker);

    /// <summary>An XMP packet with the marker, or null.</summary>
    public byte[]? Xmp => Marker is null ? null : System.Text.Encoding.ASCII.GetBytes(
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        + "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        + $"xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:City='{Marker}'/></rdf:RDF></x:xmpmeta>\n"
        + "<?xpacket end='r'?>");
}
