using ImageBatch.Conformance;

namespace ImageBatch.RabbitMQ.Tests;

public sealed class Queue : JobQueueConformance<RabbitMQFixture>;

public sealed class Durability : JobQueueDurabilityConformance<RabbitMQFixture>;

public sealed class Coverage
{
    [Fact]
    public void Suites_of_every_port_are_run() => Assert.Empty(
        ConformanceCoverage.Missing(typeof(RabbitMQJobQueue).Assembly, typeof(Coverage).Assembly));
}
