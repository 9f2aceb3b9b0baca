namespace ImageBatch.Conformance;

/// <summary>Files of formats that are too much to write in code; <c>Files/make.sh</c> says how they were made.</summary>
internal static class SampleFiles
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(SampleFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no resource {name}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
