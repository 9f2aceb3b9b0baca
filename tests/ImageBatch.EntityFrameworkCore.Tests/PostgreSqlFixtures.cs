namespace ImageBatch.EntityFrameworkCore.Tests;

public class PostgreSqlFixture : EntityFrameworkCoreFixture
{
    protected override async Task<TestDatabase> CreateDatabaseAsync() => await PostgreSqlDatabase.CreateAsync();
}

/// <summary>PostgreSQL spoken to as any other database is.</summary>
public sealed class PortablePostgreSqlFixture : PostgreSqlFixture
{
    protected override bool IsPortable => true;
}
