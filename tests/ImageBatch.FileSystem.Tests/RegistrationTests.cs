using ImageBatch.FileSystem.Jobs;
using ImageBatch.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageBatch.FileSystem.Tests;

public sealed class RegistrationTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("imagebatch-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

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

    [Fact]
    public void UseFileSystem_empty_slots_are_filled_with_one_store_for_jobs_and_webhooks()
    {
        using var services = Build(batch => batch.UseFileSystem(o => o.RootPath = _root));
        Assert.IsType<FileSystemJobStore>(services.GetRequiredService<IJobStore>());
        Assert.Same(services.GetRequiredService<IJobStore>(), services.GetRequiredService<IWebhookOutbox>());
        Assert.IsType<FileSystemImageStore>(services.GetRequiredService<IImageStore>());
    }

    [Fact]
    public void UseFileSystem_filled_slots_are_left_alone()
    {
        using var services = Build(batch =>
        {
            batch.UseFileSystemJobs(o => o.RootPath = _root);
            batch.Services.AddSingleton<IImageStore>(_ => null!);
            batch.UseFileSystem();
        });
        Assert.IsType<FileSystemJobStore>(Assert.Single(services.GetServices<IJobStore>()));
        Assert.Null(services.GetService<IImageStore>());
        Assert.Equal(_root, OptionsOf(services).RootPath);
    }

    [Fact]
    public void UseFileSystem_section_is_bound()
    {
        using var services = Build(batch => batch.UseFileSystem(Section(_root)));
        Assert.Equal(_root, OptionsOf(services).RootPath);
        Assert.IsType<FileSystemJobStore>(services.GetRequiredService<IJobStore>());
        Assert.True(Directory.Exists(Path.Combine(_root, "jobs")));
    }

    [Fact]
    public void UseFileSystemJobs_store_and_leases_before_are_replaced()
    {
        using var services = Build(batch =>
        {
            batch.Services.AddSingleton<IJobStore>(_ => null!);
            batch.Services.AddSingleton<IWebhookOutbox>(_ => null!);
            batch.Services.AddSingleton<IJobLeases>(_ => null!);
            batch.UseFileSystemJobs(Section(_root)).UseFileSystemJobs();
        });
        Assert.IsType<FileSystemJobStore>(Assert.Single(services.GetServices<IJobStore>()));
        Assert.Same(services.GetRequiredService<IJobStore>(), Assert.Single(services.GetServices<IWebhookOutbox>()));
        Assert.Null(services.GetService<IJobLeases>());
    }

    [Fact]
    public async Task UseFileSystemJobs_disposed_host_gives_the_folder_free()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var services = Build(batch => batch.UseFileSystemJobs(o => o.RootPath = _root));
            services.GetRequiredService<IJobStore>();
        }
    }

    private static IConfigurationSection Section(string rootPath) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("Files:RootPath", rootPath)])
        .Build()
        .GetSection("Files");

    private static FileSystemOptions OptionsOf(ServiceProvider services) =>
        services.GetRequiredService<IOptions<FileSystemOptions>>().Value;

    private static ServiceProvider Build(Action<IImageBatchBuilder> configure) =>
        new ServiceCollection().AddImageBatch(configure).BuildServiceProvider(validateScopes: true);
}
