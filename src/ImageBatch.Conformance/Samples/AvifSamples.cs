namespace ImageBatch.Conformance;

/// <summary>AVIF, which is too much to write here: files made of the same pictures by <c>make.sh</c>.</summary>
internal static class AvifSamples
{
    public static IEnumerable<CodecSample> All() => [];
}
