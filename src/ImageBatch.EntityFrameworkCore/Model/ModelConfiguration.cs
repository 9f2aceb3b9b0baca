using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>
/// Maps the entities: tables, columns, and an index for each question that is asked. All names and conversions are set,
/// whatever the conventions of the host's context, since the statements for PostgreSQL rely on them.
/// </summary>
internal sealed class ModelConfiguration(ModelBuilder model, string? schema)
{
    private const string Prefix = "imagebatch_";

    public void Apply()
    {
        Map<JobEntity>("jobs", job =>
        {
            job.HasKey(entity => entity.Id);
            job.Property(entity => entity.KeyHash).HasMaxLength(32);
            job.Property(entity => entity.Delimiter).HasMaxLength(1);
            job.Property(entity => entity.Header).HasConversion(JsonCells.Converter, JsonCells.Comparer);

            // Unfinished jobs by id; jobs that finished before a time; uploads whose lease has ended; keys.
            Name(job.HasIndex(entity => entity.Id), "unfinished").HasFilter("finished_at IS NULL");
            Name(job.HasIndex(entity => entity.FinishedAt), "finished").HasFilter("finished_at IS NOT NULL");
            Name(job.HasIndex(entity => entity.StagedUntil), "staged").HasFilter("staged_until IS NOT NULL");
            Name(job.HasIndex(entity => entity.KeyHash), "key").HasFilter("key_hash IS NOT NULL").IsUnique();
        });
        Map<ProductEntity>("products", product =>
        {
            product.HasKey(entity => new { entity.JobId, entity.Row });
            product.HasOne<JobEntity>().WithMany().HasForeignKey(entity => entity.JobId);
            product.Property(entity => entity.Cells).HasConversion(JsonCells.Converter, JsonCells.Comparer);
        });
        Map<ImageEntity>("images", image =>
        {
            image.HasKey(entity => new { entity.JobId, entity.Index });
            image.HasOne<JobEntity>().WithMany().HasForeignKey(entity => entity.JobId);
            Name(image.HasIndex(entity => new { entity.JobId, entity.Status, entity.Index }), "status");
            Name(image.HasIndex(entity => new { entity.JobId, entity.SameAs }), "copies").HasFilter("same_as IS NOT NULL");
        });
        Map<StartEntity>("starts", start =>
        {
            start.HasKey(entity => new { entity.JobId, entity.Index, entity.Attempt });
            start.HasOne<JobEntity>().WithMany().HasForeignKey(entity => entity.JobId);
        });
        Map<DeliveryEntity>("deliveries", delivery =>
        {
            delivery.HasKey(entity => new { entity.JobId, entity.Run });
            delivery.HasOne<JobEntity>().WithMany().HasForeignKey(entity => entity.JobId);
            Name(delivery.HasIndex(entity => entity.DueAt), "due").HasFilter("due_at IS NOT NULL");
        });
    }

    private void Map<TEntity>(string table, Action<EntityTypeBuilder<TEntity>> configure)
        where TEntity : class => model.Entity<TEntity>(entity =>
        {
            entity.ToTable(Prefix + table, schema);
            configure(entity);
            foreach (var property in entity.Metadata.GetProperties())
            {
                Map(property);
            }
        });

    private static void Map(IMutableProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        property.SetColumnName(ColumnOf(property.Name));
        property.ValueGenerated = ValueGenerated.Never;
        if (type == typeof(DateTimeOffset))
        {
            property.SetValueConverter(UnixTicks.Converter);
        }
        else if (type.IsEnum)
        {
            property.SetProviderClrType(typeof(int));
        }
    }

    private static IndexBuilder<TEntity> Name<TEntity>(IndexBuilder<TEntity> index, string name)
    {
        var table = index.Metadata.DeclaringEntityType.GetTableName();
        return index.HasDatabaseName($"ix_{table}_{name}");
    }

    /// <summary>The column of a property: its words in lower case, joined by underscores, and none of SQL's own words.</summary>
    private static string ColumnOf(string property)
    {
        if (property is nameof(ImageEntity.Index))
        {
            return "image_index";
        }

        if (property is nameof(ProductEntity.Row))
        {
            return "product_row";
        }

        var column = new StringBuilder();
        foreach (var letter in property)
        {
            if (char.IsUpper(letter) && column.Length > 0)
            {
                column.Append('_');
            }

            column.Append(char.ToLowerInvariant(letter));
        }

        return column.ToString();
    }
}
