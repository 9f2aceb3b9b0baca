using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>Cells of a CSV row as one text: a JSON array of strings.</summary>
internal static partial class JsonCells
{
    public static ValueConverter<string[], string> Converter { get; } =
        new(cells => Write(cells), text => Read(text));

    /// <summary>Cells are never changed in place, so comparing references is enough.</summary>
    public static ValueComparer<string[]> Comparer { get; } =
        new((left, right) => ReferenceEquals(left, right), cells => cells.Length, cells => cells);

    public static string Write(string[] cells) => JsonSerializer.Serialize(cells, Context.Readable.StringArray);

    private static string[] Read(string text) => JsonSerializer.Deserialize(text, Context.Readable.StringArray) ?? [];

    [JsonSerializable(typeof(string[]))]
    private sealed partial class Context : JsonSerializerContext
    {
        // The text goes to a database, never into a page: what is not ASCII stays as people read it.
        public static Context Readable { get; } =
            new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
