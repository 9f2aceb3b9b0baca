using ImageBatch.EntityFrameworkCore.Model;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Adds the tables of ImageBatch to the model of a host's own context.</summary>
public static class ImageBatchModelBuilderExtensions
{
    /// <summary>
    /// Maps the tables of ImageBatch, whose names begin with <c>imagebatch_</c>. To be called in
    /// <see cref="DbContext.OnModelCreating"/>; the host's migrations then make the tables. What it maps is not to be
    /// changed afterwards.
    /// </summary>
    /// <param name="modelBuilder">The model that the context is built of.</param>
    /// <param name="schema">The schema that the tables go to; null for the default of the context.</param>
    public static ModelBuilder UseImageBatch(this ModelBuilder modelBuilder, string? schema = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        new ModelConfiguration(modelBuilder, schema).Apply();
        return modelBuilder;
    }
}
