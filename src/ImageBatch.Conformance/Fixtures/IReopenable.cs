namespace ImageBatch.Conformance;

/// <summary>What the fixture of a durable adapter is as well; the suites of durability ask for it.</summary>
public interface IReopenable
{
    /// <summary>
    /// Drops the adapter without telling it, as far as that can be done in one process, and opens another on the
    /// same data.
    /// </summary>
    ValueTask ReopenAsync();
}
