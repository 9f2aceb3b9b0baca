namespace ImageBatch;

/// <summary>What a row that breaks the rules does to its upload.</summary>
public enum InvalidRowAction
{
    /// <summary>It refuses the upload; nothing is stored.</summary>
    Refuse,

    /// <summary>It is left out and listed in the answer; an upload without a single good row is refused.</summary>
    Skip,
}
