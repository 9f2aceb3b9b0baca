using System.Text.Json;
using ImageBatch.Model;

namespace ImageBatch.RabbitMQ.Messages;

/// <summary>The body of a message: JSON with the four members below.</summary>
/// <param name="Schema">The version of the body's form.</param>
/// <param name="Job">The job.</param>
/// <param name="Index">Index of the image in the job, from 0.</param>
/// <param name="Run">The run, from 1.</param>
internal sealed record ImageMessage(int Schema, Guid? Job, int? Index, int? Run)
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The type property of every message.</summary>
    public const string Type = "imagebatch.image";

    public static byte[] Write(ImageKey key) => JsonSerializer.SerializeToUtf8Bytes(
        new ImageMessage(CurrentSchema, key.Job.Value, key.Index, key.Run), ImageMessageJson.Default.ImageMessage);

    /// <summary>Reads a body; members beside the four are ignored.</summary>
    /// <returns>The key, or null and why there is none, in a sentence without an end.</returns>
    public static (ImageKey? Key, string Problem) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ImageMessageJson.Default.ImageMessage) switch
            {
                { Schema: not CurrentSchema } message =>
                    (null, $"its schema is {message.Schema}, and this version reads {CurrentSchema}"),
                { Job: { } job, Index: { } index and >= 0, Run: { } run and >= 1 } => (new ImageKey(new JobId(job), index, run), ""),
                _ => (null, "a member is missing or out of range"),
            };
        }
        catch (JsonException)
        {
            return (null, "it is no JSON of the form expected");
        }
    }
}
