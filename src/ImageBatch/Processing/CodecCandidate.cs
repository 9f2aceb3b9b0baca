using ImageBatch.Ports;

namespace ImageBatch.Processing;

/// <summary>A codec that takes an image, and the working memory that it will need at the most.</summary>
internal readonly record struct CodecCandidate(IImageCodec Codec, long WorkingBytes);
