using ImageBatch.Conformance;
using ImageBatch.Ports;
using ImageBatch.S3.Tests.Server;
using ImageBatch.Testing;
using Microsoft.Extensions.Options;

namespace ImageBatch.S3.Tests;

/// <summary>A bucket of its own, and stores on it.</summary>
public sealed class S3Fixture : ImageStoreFixture, IReopenable
{
    private readonly List<S3ImageStore> _opened = [];

    private S3ImageStore? _images;

    public override IImageStore Images => _images!;

    public string Bucket { get; } = $"bucket-{Guid.NewGuid():N}";

    internal S3Gateway Gateway { get; private set; } = null!;

    internal static S3Server Storage => S3Server.Shared;

    public override async ValueTask InitializeAsync()
    {
        await Storage.CreateBucketAsync(Bucket);
        Gateway = await S3Gateway.StartAsync(Storage);
        _images = Open();
    }

    public ValueTask ReopenAsync()
    {
        _images = Open();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        _opened.ForEach(store => store.Dispose());
        if (Gateway is not null)
        {
            await Gateway.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    internal S3ImageStore Open(Action<S3ImageStoreOptions>? configure = null, TimeProvider? clock = null)
    {
        var store = new S3ImageStore(Options.Create(OptionsOf(configure)), clock ?? Time);
        _opened.Add(store);
        return store;
    }

    internal S3ImageStoreOptions OptionsOf(Action<S3ImageStoreOptions>? configure = null)
    {
        var options = new S3ImageStoreOptions
        {
            Bucket = Bucket,
            ServiceUrl = Gateway.Url,
            ForcePathStyle = true,
            AccessKey = S3Server.AccessKey,
            SecretKey = Gateway.Secret,
        };
        configure?.Invoke(options);
        return options;
    }
}
