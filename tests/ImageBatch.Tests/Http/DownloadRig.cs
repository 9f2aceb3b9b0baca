using ImageBatch.Http;
using ImageBatch.Http.Addresses;
using ImageBatch.Model;
using ImageBatch.Processing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Http;

/// <summary>The image source with the handlers that a host gives it, on the system's network or one of the test's.</summary>
internal sealed class DownloadRig : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly AddressPlaces _addresses;
    private readonly int _limit;

    public DownloadRig(
        ImageBatchOptions options,
        INetwork? network = null,
        int limit = 1 << 20,
        Action<SocketsHttpHandler>? configure = null,
        TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var reached = network ?? new SystemNetwork(time);
        var wrapped = Options.Create(options);
        var handlers = new OutboundHandlerFactory(
            wrapped, network ?? new SystemNetwork(TimeProvider.System), time, NullLogger<OutboundHandlerFactory>.Instance);
        var services = new ServiceCollection();
        services.AddHttpClient(OutboundHandlerFactory.Downloads).ConfigurePrimaryHttpMessageHandler(() =>
        {
            var handler = handlers.Create();
            configure?.Invoke((SocketsHttpHandler)handler.InnerHandler!);
            return handler;
        });
        services.AddHttpClient(OutboundHandlerFactory.Webhooks).ConfigurePrimaryHttpMessageHandler(handlers.Create);
        _services = services.BuildServiceProvider();
        _limit = limit;
        _addresses = new AddressPlaces(wrapped, reached, time);
        Source = new HttpImageSource(Clients, _addresses, wrapped, time);
    }

    public HttpImageSource Source { get; }

    public IHttpClientFactory Clients => _services.GetRequiredService<IHttpClientFactory>();

    public async Task<byte[]> DownloadAsync(string url, CancellationToken cancellationToken = default)
    {
        using var budget = new ByteBudget(10L * _limit, TimeProvider.System);
        using var buffer = new DownloadBuffer(budget, new JobId(Guid.NewGuid()), _limit);
        await Source.DownloadAsync(new Uri(url), buffer, cancellationToken);
        return buffer.Content.ToArray();
    }

    public ValueTask DisposeAsync()
    {
        _addresses.Dispose();
        return _services.DisposeAsync();
    }
}
