using ImageBatch.Diagnostics;
using ImageBatch.Ports;
using ImageBatch.RabbitMQ.Connections;
using ImageBatch.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.RabbitMQ.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task UseRabbitMQ_replaces_the_queue_that_was_there()
    {
        await using var services = Build(batch => batch.UseInMemory().UseRabbitMQ().UseRabbitMQ());

        Assert.IsType<RabbitMQJobQueue>(Assert.Single(services.GetServices<IJobQueue>()));
        Assert.Single(services.GetServices<IEngineHealth>());
        Assert.Single(services.GetServices<IHostedService>(), service => service.GetType().Assembly == typeof(RabbitMQJobQueue).Assembly);
    }

    [Fact]
    public async Task UseRabbitMQ_without_options_has_the_documented_defaults()
    {
        await using var services = Build(batch => batch.UseRabbitMQ());
        var options = OptionsOf(services);

        Assert.Equal(
            (new Uri("amqp://localhost"), 0, "imagebatch", 20, 256), (options.Uri, options.Hosts.Count, options.QueuePrefix, options.DeliveryLimit, options.ConfirmWindow));
        Assert.Equal((10, 10, 15), (options.PublishTimeout.TotalSeconds, options.ConnectTimeout.TotalSeconds, options.Heartbeat.TotalSeconds));
    }

    [Fact]
    public async Task UseRabbitMQ_section_is_bound()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Queue:Uri", "amqps://rabbit.example.test/shop"), new("Queue:Hosts:0", "one"), new("Queue:Hosts:1", "two:5000"),
            new("Queue:Password", "secret"), new("Queue:PublishTimeout", "00:00:03"),
        ]).Build();
        await using var services = Build(batch => batch.UseRabbitMQ(configuration.GetSection("Queue")));
        var options = OptionsOf(services);

        Assert.Equal(("amqps://rabbit.example.test/shop", "secret", 3), (options.Uri.ToString(), options.Password, options.PublishTimeout.TotalSeconds));
        Assert.Equal(["one", "two:5000"], options.Hosts);
    }

    [Theory]
    [InlineData("Uri", "https://rabbit.example.test", "amqp or amqps")]
    [InlineData("Uri", "/rabbit", "amqp or amqps")]
    [InlineData("Uri", "amqp://secret:word@rabbit.example.test/one/two", "%2F")]
    [InlineData("Hosts:0", "rabbit.example.test:port", "neither host nor host:port")]
    [InlineData("Hosts:0", "amqp://rabbit.example.test", "neither host nor host:port")]
    [InlineData("Hosts:0", "", "neither host nor host:port")]
    [InlineData("QueuePrefix", "shop/images", "QueuePrefix")]
    [InlineData("ConnectionName", "", "ConnectionName")]
    [InlineData("DeliveryLimit", "0", "DeliveryLimit")]
    [InlineData("ConfirmWindow", "0", "ConfirmWindow")]
    [InlineData("PublishTimeout", "00:00:00", "PublishTimeout")]
    [InlineData("ConnectTimeout", "00:00:00", "ConnectTimeout")]
    [InlineData("Heartbeat", "00:00:00.500", "Heartbeat")]
    public async Task UseRabbitMQ_wrong_option_fails_at_start(string option, string value, string said)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Queue:{option}", value)]).Build();
        await using var services = Build(batch => batch.UseRabbitMQ(configuration.GetSection("Queue")));

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endpoints_are_those_of_the_cluster_or_that_of_the_address()
    {
        var options = new RabbitMQJobQueueOptions { Uri = new("amqps://user:secret@rabbit.example.test/shop") };
        var one = Assert.Single(Endpoints.Of(options));
        options.Hosts.Add("first");
        options.Hosts.Add("second:7000");
        options.Hosts.Add("[::1]:7001");
        options.TlsServerName = "cluster.example.test";
        var several = Endpoints.Of(options);

        Assert.Equal(("rabbit.example.test", 5671, true, "rabbit.example.test"), (one.HostName, one.Port, one.Ssl.Enabled, one.Ssl.ServerName));
        Assert.Equal([("first", 5671), ("second", 7000), ("::1", 7001)], several.Select(endpoint => (endpoint.HostName.Trim('[', ']'), endpoint.Port)));
        Assert.All(several, endpoint => Assert.Equal((true, "cluster.example.test"), (endpoint.Ssl.Enabled, endpoint.Ssl.ServerName)));
    }

    [Fact]
    public void ConnectionFactory_account_and_virtual_host_of_the_options_come_before_those_of_the_address()
    {
        var options = new RabbitMQJobQueueOptions { Uri = new("amqp://user:word@rabbit.example.test/shop%2Fone") };
        var plain = ConnectionFactories.Create(options);
        (options.UserName, options.Password, options.VirtualHost) = ("other", "secret", "/");
        var replaced = ConnectionFactories.Create(options);

        Assert.Equal(("user", "word", "shop/one"), (plain.UserName, plain.Password, plain.VirtualHost));
        Assert.Equal(("other", "secret", "/"), (replaced.UserName, replaced.Password, replaced.VirtualHost));
    }

    [Fact]
    public async Task Host_broker_away_starts_all_the_same_and_says_so()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddImageBatch(batch => batch.UseInMemory().UseRabbitMQ(options => options.Uri = TestQueue.Address(FreePort.Find())));
        builder.Services.AddSingleton<IImageCodec, CuttingCodec>();
        builder.Services.AddImageBatchWorker(ImageBatchRoles.Worker);
        using var host = builder.Build();
        var health = host.Services.GetServices<IEngineHealth>().OfType<Broker>().Single();

        Assert.Null(health.Problem);
        await host.StartAsync();
        await Eventually.TrueAsync(
            () => health.Problem?.Contains("cannot be reached", StringComparison.Ordinal) == true, "readiness to name the broker");
        await host.StopAsync();
    }

    /// <summary>A node that only takes uploads needs no broker.</summary>
    [Fact]
    public async Task Host_that_neither_dispatches_nor_works_never_connects()
    {
        await using var proxy = new TcpProxy(FreePort.Find());
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddImageBatch(batch => batch.UseInMemory().UseRabbitMQ(options => options.Uri = TestQueue.Address(proxy.Port)));
        using var host = builder.Build();
        await host.StartAsync();
        await Task.Delay(200);
        var before = proxy.Accepted;

        // The same host does connect once it is asked for something.
        await using var receiver = new Deliveries(host.Services.GetRequiredService<IJobQueue>(), prefetch: 1);
        var waiting = receiver.TakeAsync();
        await Eventually.TrueAsync(() => proxy.Accepted > 0, "a connection");
        await host.StopAsync();

        Assert.Equal(0, before);
        Assert.False(waiting.IsCompletedSuccessfully);
    }

    private static RabbitMQJobQueueOptions OptionsOf(ServiceProvider services) =>
        services.GetRequiredService<IOptions<RabbitMQJobQueueOptions>>().Value;

    private static ServiceProvider Build(Action<IImageBatchBuilder> configure) =>
        new ServiceCollection().AddImageBatch(configure).BuildServiceProvider();
}
