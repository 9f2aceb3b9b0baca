using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>What never changes of a job, but for its rows: the file <c>job</c>.</summary>
internal sealed record JobRecord
{
    private const byte Version = 2;
    private const byte VersionWithoutTrace = 1;

    public required JobId Id { get; init; }

    public required JobDefinition Definition { get; init; }

    public required string? IdempotencyKey { get; init; }

    /// <summary>The webhook that the upload named; <see cref="StoredJob.WebhookUrl"/> is the current one.</summary>
    public required string? WebhookUrl { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// The journal says nothing of this job up to here. A job that was deleted before under the same id may have left
    /// something there.
    /// </summary>
    public required long CreatedAfter { get; init; }

    public required RowsSummary Rows { get; init; }

    public void Write(ByteWriter writer)
    {
        writer.Byte(Version);
        writer.Guid(Id.Value);
        writer.TextOrNull(IdempotencyKey);
        writer.TextOrNull(WebhookUrl);
        writer.Time(CreatedAt);
        writer.Number(CreatedAfter);
        writer.Int32(Rows.Products);
        writer.Int32(Rows.Images);
        writer.Number(Rows.IndexOffset);
        writer.NumberOrNull(Rows.CopiesOffset);
        WriteDefinition(writer, Definition);
    }

    public static JobRecord Read(ref ByteReader reader)
    {
        var version = reader.Byte();
        if (version is not (Version or VersionWithoutTrace))
        {
            throw new InvalidDataException("The job was written by a newer version.");
        }

        return new JobRecord
        {
            Id = new JobId(reader.Guid()),
            IdempotencyKey = reader.TextOrNull(),
            WebhookUrl = reader.TextOrNull(),
            CreatedAt = reader.Time(),
            CreatedAfter = reader.Number(),
            Rows = new RowsSummary(reader.Int32(), reader.Int32(), reader.Number(), reader.NumberOrNull()),
            Definition = ReadDefinition(ref reader, version),
        };
    }

    private static void WriteDefinition(ByteWriter writer, JobDefinition definition)
    {
        writer.Int32(definition.Options.Quality);
        writer.NumberOrNull(definition.Options.MaxWidth);
        writer.NumberOrNull(definition.Options.MaxHeight);
        writer.Int32((int)definition.Options.Format);
        writer.Int32(definition.Header.Count);
        foreach (var cell in definition.Header)
        {
            writer.Text(cell);
        }

        writer.Int32(definition.Delimiter);
        writer.Int32(definition.Products);
        writer.Int32(definition.Images);
        writer.Text(definition.BodyHash);
        writer.TextOrNull(definition.BaseUrl);
        writer.TextOrNull(definition.TraceParent);
    }

    private static JobDefinition ReadDefinition(ref ByteReader reader, byte version)
    {
        var options = new CompressionOptions
        {
            Quality = reader.Int32(),
            MaxWidth = (int?)reader.NumberOrNull(),
            MaxHeight = (int?)reader.NumberOrNull(),
            Format = (OutputFormat)reader.Int32(),
        };
        var header = new string[reader.Count()];
        for (var i = 0; i < header.Length; i++)
        {
            header[i] = reader.Text();
        }

        return new JobDefinition
        {
            Options = options,
            Header = header,
            Delimiter = (char)reader.Int32(),
            Products = reader.Int32(),
            Images = reader.Int32(),
            BodyHash = reader.Text(),
            BaseUrl = reader.TextOrNull(),
            TraceParent = version == VersionWithoutTrace ? null : reader.TextOrNull(),
        };
    }
}
