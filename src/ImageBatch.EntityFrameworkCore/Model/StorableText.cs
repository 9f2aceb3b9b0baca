using System.Diagnostics.CodeAnalysis;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>
/// Makes a message storable. It may quote what a server sent, and PostgreSQL takes neither NUL nor half of a surrogate
/// pair: each becomes U+FFFD. Cells and URLs need no such care, since no upload is accepted that has such in it.
/// </summary>
internal static class StorableText
{
    private const char Replacement = '\uFFFD';

    [return: NotNullIfNotNull(nameof(message))]
    public static string? Of(string? message) =>
        message is null ? null
        : message.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? message.Replace('\0', Replacement)
        : string.Concat(message.EnumerateRunes()).Replace('\0', Replacement);
}
