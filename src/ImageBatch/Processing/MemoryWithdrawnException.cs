namespace ImageBatch.Processing;

/// <summary>A body of unknown length gives its memory up, since every body of its job waits for more. It is begun anew.</summary>
internal sealed class MemoryWithdrawnException() : Exception("The download is begun anew when there is memory for all of it.");
