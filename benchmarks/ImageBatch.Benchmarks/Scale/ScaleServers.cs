using ImageBatch.Benchmarks.Reports;
using ImageBatch.Benchmarks.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.Benchmarks.Scale;

/// <summary>The servers that the nodes share.</summary>
internal sealed record ScaleServers(string PostgreSql, Uri RabbitMQ)
{
    public const string PostgreSqlOption = "--postgresql";
    public const string RabbitMQOption = "--rabbitmq";

    private const string QueuePrefix = "imagebatch-benchmark-scale";

    public static ScaleServers Read(CommandOptions given)
    {
        var database = given.Text(PostgreSqlOption) ?? throw new InvalidOperationException(
            $"{PostgreSqlOption} takes a connection string to a database that may be filled, such as \"Host=localhost;Username=postgres\".");
        return Uri.TryCreate(given.Text(RabbitMQOption), UriKind.Absolute, out var broker)
            ? new ScaleServers(database, broker)
            : throw new InvalidOperationException($"{RabbitMQOption} takes the address of a broker, such as amqp://localhost.");
    }

    public IEnumerable<string> ToWords() => [PostgreSqlOption, PostgreSql, RabbitMQOption, RabbitMQ.OriginalString];

    /// <summary>Puts both where the engine looks for a store and a queue.</summary>
    public void Use(IServiceCollection services, DatabaseStore store)
    {
        store.Use(services);
        services.AddImageBatch(batch => batch.UseRabbitMQ(options =>
        {
            options.Uri = RabbitMQ;
            options.QueuePrefix = QueuePrefix;
        }));
    }
}
