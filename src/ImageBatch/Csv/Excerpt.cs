namespace ImageBatch.Csv;

/// <summary>Cuts what a file says before it is repeated in a message: an answer never grows with a cell.</summary>
internal static class Excerpt
{
    /// <summary>Most characters that are repeated.</summary>
    public const int MaxLength = 100;

    /// <summary>The text, or its first characters and an ellipsis. No character outside the basic plane is cut in two.</summary>
    public static string Of(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return $"{text.AsSpan(0, end)}…";
    }
}
