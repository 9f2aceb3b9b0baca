using ImageBatch.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageBatch.FileSystem.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void UseFileSystemImages_twice_is_one_store()
    {
        using var services = Build(batch => batch.UseFileSystemImages().UseFileSystemImages(o => o.RootPath = "elsewhere"));
        var store = Assert.Single(services.GetServices<IImageStore>());
        Assert.IsType<FileSystemImageStore>(store);
        Assert.Same(store, services.GetRequiredService<IImageStore>());
        Assert.Equal("elsewhere", OptionsOf(services).RootPath);
    }

    [Fact]
    public void UseFileSystemImages_without_options_has_the_documented_defaults()
    {
        using var services = Build(batch => batch.UseFileSystemImages());
        var options = OptionsOf(services);
        Assert.Equal(("data", null), (options.RootPath, options.PublicBaseUrl));
    }

    [Fact]
    public void UseFileSystemImages_section_is_bound()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Files:RootPath", "here"), new("Files:PublicBaseUrl", "https://cdn.example.com/i")])
            .Build();
        using var services = Build(batch => batch.UseFileSystemImages(configuration.GetSection("Files")));
        var options = OptionsOf(services);
        Assert.Equal(("here", "https://cdn.example.com/i"), (options.RootPath, options.PublicBaseUrl));
    }

    [Theory]
    [InlineData("", null, "RootPath")]
    [InlineData("data", "cdn.example.com/images", "PublicBaseUrl")]
    [InlineData("data", "ftp://cdn.example.com", "PublicBaseUrl")]
    [InlineData("data", "/images", "PublicBaseUrl")]
    [InlineData("data", "https://cdn.example.com/?x=", "PublicBaseUrl")]
    [InlineData("data", "https://cdn.example.com:99999", "PublicBaseUrl")]
    public void UseFileSystemImages_wrong_option_fails_at_start(string rootPath, string? publicBaseUrl, string message)
    {
        using var services = Build(batch => batch.UseFileSystemImages(o => (o.RootPath, o.PublicBaseUrl) = (rootPath, publicBaseUrl)));
        var exception = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static FileSystemOptions OptionsOf(ServiceProvider services) =>
        services.GetRequiredService<IOptions<FileSystemOptions>>().Value;

    private static ServiceProvider Build(Action<IImageBatchBuilder> configure) =>
        new ServiceCollection().AddImageBatch(configure).BuildServiceProvider(validateScopes: true);
}
