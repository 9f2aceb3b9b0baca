using ImageBatch.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageBatch.S3.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void UseS3Images_store_before_is_replaced_and_twice_is_one_store()
    {
        using var services = Build(batch => batch.UseInMemory().UseS3Images(Valid).UseS3Images(o => o.Bucket = "elsewhere"));
        var store = Assert.Single(services.GetServices<IImageStore>());
        Assert.IsType<S3ImageStore>(store);
        Assert.Equal("elsewhere", OptionsOf(services).Bucket);
    }

    [Fact]
    public void UseS3Images_has_the_documented_defaults()
    {
        var options = new S3ImageStoreOptions();
        Assert.Equal(("", "", null, false, null), (options.Bucket, options.KeyPrefix, options.ServiceUrl, options.ForcePathStyle, options.Region));
        Assert.Equal((null, null, null, null), (options.AccessKey, options.SecretKey, options.PublicUrlTemplate, options.PresignedUrlLifetime));
        Assert.Equal(("public, max-age=31536000, immutable", null, null), (options.CacheControl, options.ServerSideEncryption, options.StorageClass));
        Assert.Equal((TimeSpan.FromSeconds(60), 3), (options.Timeout, options.MaxErrorRetry));
    }

    [Fact]
    public void UseS3Images_section_is_bound()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("S3:Bucket", "outputs"), new("S3:ServiceUrl", "http://127.0.0.1:9000"), new("S3:ForcePathStyle", "true"),
            new("S3:PresignedUrlLifetime", "1.00:00:00"), new("S3:AccessKey", "a"), new("S3:SecretKey", "s"),
        ]).Build();
        using var services = Build(batch => batch.UseS3Images(configuration.GetSection("S3")));
        services.GetRequiredService<IStartupValidator>().Validate();
        var options = OptionsOf(services);
        Assert.Equal(
            ("outputs", "http://127.0.0.1:9000", true, TimeSpan.FromDays(1)),
            (options.Bucket, options.ServiceUrl, options.ForcePathStyle, options.PresignedUrlLifetime));
    }

    [Fact]
    public void UseS3Images_options_configured_elsewhere_are_used()
    {
        using var services = Build(batch => batch.UseS3Images(), services => services.Configure<S3ImageStoreOptions>(Valid));
        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.IsType<S3ImageStore>(services.GetRequiredService<IImageStore>());
    }

    public static TheoryData<string, Action<S3ImageStoreOptions>> Wrong => new()
    {
        { "Bucket", o => o.Bucket = "" },
        { "Bucket", o => o.Bucket = "a" },
        { "Bucket", o => o.Bucket = "no/bucket" },
        { "KeyPrefix", o => o.KeyPrefix = "/images" },
        { "KeyPrefix", o => o.KeyPrefix = "a//b" },
        { "KeyPrefix", o => o.KeyPrefix = "a/../b" },
        { "KeyPrefix", o => o.KeyPrefix = "a/." },
        { "KeyPrefix", o => o.KeyPrefix = "with space" },
        { "KeyPrefix", o => o.KeyPrefix = "a?b" },
        { "KeyPrefix", o => o.KeyPrefix = new string('a', 513) },
        { "ServiceUrl", o => o.ServiceUrl = "storage.example.com" },
        { "ServiceUrl", o => o.ServiceUrl = "ftp://storage.example.com" },
        { "ServiceUrl", o => o.ServiceUrl = "https://user:hunter2@storage.example.com" },
        { "ServiceUrl", o => o.ServiceUrl = "https://storage.example.com/?x=1" },
        { "Region", o => o.Region = "" },
        { "Region", o => o.Region = "eu/central" },
        { "AccessKey and SecretKey", o => o.SecretKey = null },
        { "AccessKey and SecretKey", o => o.AccessKey = " " },
        { "PublicUrlTemplate", o => o.PublicUrlTemplate = "https://cdn.example.com/" },
        { "PublicUrlTemplate", o => o.PublicUrlTemplate = "https://{key}.example.com/" },
        { "PublicUrlTemplate", o => o.PublicUrlTemplate = "https://cdn.example.com{key}" },
        { "PublicUrlTemplate", o => o.PublicUrlTemplate = "https://cdn.example.com/{key}/{key}" },
        { "PublicUrlTemplate", o => o.PublicUrlTemplate = "https://cdn.example.com/{job}/{key}" },
        { "PublicUrlTemplate", o => o.PublicUrlTemplate = "https://cdn.example.com/#{key}" },
        { "PublicUrlTemplate", o => o.PublicUrlTemplate = "/images/{key}" },
        { "PublicUrlTemplate", o => o.PublicUrlTemplate = "ftp://cdn.example.com/{key}" },
        { "PublicUrlTemplate", o => o.PublicUrlTemplate = "https://user:hunter2@cdn.example.com/{key}" },
        { "PresignedUrlLifetime exclude", o => (o.PublicUrlTemplate, o.PresignedUrlLifetime) = ("https://cdn.example.com/{key}", TimeSpan.FromDays(1)) },
        { "PresignedUrlLifetime", o => o.PresignedUrlLifetime = TimeSpan.FromDays(7.1) },
        { "PresignedUrlLifetime", o => o.PresignedUrlLifetime = TimeSpan.FromSeconds(59) },
        { "CacheControl", o => o.CacheControl = "" },
        { "CacheControl", o => o.CacheControl = "public\r\nX-Evil: 1" },
        { "ServerSideEncryption", o => o.ServerSideEncryption = "AES256\r\n" },
        { "StorageClass", o => o.StorageClass = "standard ia" },
        { "Timeout", o => o.Timeout = TimeSpan.Zero },
        { "MaxErrorRetry", o => o.MaxErrorRetry = 11 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void UseS3Images_wrong_option_fails_at_start_and_shows_no_secret(string named, Action<S3ImageStoreOptions> make)
    {
        using var services = Build(batch => batch.UseS3Images(o =>
        {
            Valid(o);
            make(o);
        }));
        var exception = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("images")]
    [InlineData("shop/images/")]
    [InlineData("v1.2/..a/_-")]
    public void UseS3Images_prefix_of_plain_segments_is_taken(string prefix)
    {
        using var services = Build(batch => batch.UseS3Images(Valid).UseS3Images(o => o.KeyPrefix = prefix));
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    private static void Valid(S3ImageStoreOptions options) =>
        (options.Bucket, options.ServiceUrl, options.AccessKey, options.SecretKey) = ("outputs", "http://127.0.0.1:9", "key", "hunter2");

    private static S3ImageStoreOptions OptionsOf(ServiceProvider services) =>
        services.GetRequiredService<IOptions<S3ImageStoreOptions>>().Value;

    private static ServiceProvider Build(Action<IImageBatchBuilder> configure, Action<IServiceCollection>? and = null)
    {
        var services = new ServiceCollection().AddImageBatch(configure);
        and?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
