namespace ImageBatch.Http.Addresses;

/// <summary>A call that the guard refuses. The message is for the log: it may tell of the inside.</summary>
internal sealed class BlockedException(string reason) : Exception(reason);
