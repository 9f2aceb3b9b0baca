namespace ImageBatch.Recompression.Jpeg.Output;

/// <summary>Where bytes of the output come from.</summary>
internal enum PieceSource
{
    /// <summary>The input file, as they are.</summary>
    Input,

    /// <summary>What <see cref="OutputPlan"/> made itself.</summary>
    Made,

    /// <summary>New entropy-coded data, still to be stuffed.</summary>
    Scan,
}

/// <summary>A part of the output: a range of its source, and the length that it has in the output.</summary>
internal readonly record struct Piece(PieceSource Source, int Start, int Length, int OutputLength);
