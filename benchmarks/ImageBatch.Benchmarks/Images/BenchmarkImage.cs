namespace ImageBatch.Benchmarks.Images;

/// <summary>A file to compress, held in memory: no benchmark reads a disk.</summary>
internal sealed record BenchmarkImage(string Name, byte[] Content);
