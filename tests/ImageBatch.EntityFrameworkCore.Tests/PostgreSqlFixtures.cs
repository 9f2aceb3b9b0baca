using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;

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

/// <summary>The answer to every other commit is lost, so that the store is told everything twice.</summary>
public sealed class LostAnswersFixture : PostgreSqlFixture
{
    public override IJobStore Jobs => LostAnswers.Of(base.Jobs);

    protected override void Configure(DbContextOptionsBuilder options) => options.AddInterceptors(new LostAnswers());
}

/// <summary>The host has its provider retry, which forbids transactions that the provider does not run itself.</summary>
public sealed class RetryOnFailureFixture : PostgreSqlFixture
{
    protected override void Configure(DbContextOptionsBuilder options) =>
        options.UseNpgsql(npgsql => npgsql.EnableRetryOnFailure());
}
