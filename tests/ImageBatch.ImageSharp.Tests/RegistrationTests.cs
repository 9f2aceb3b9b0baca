using ImageBatch.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageBatch.ImageSharp.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void AddImageSharp_twice_is_one_codec_with_the_options_of_both()
    {
        using var services = Build(batch => batch.AddImageSharp(o => o.KeepMetadata = true).AddImageSharp(o => o.MaxPixels = 7));

        Assert.IsType<ImageSharpCodec>(Assert.Single(services.GetServices<IImageCodec>()));
        var options = services.GetRequiredService<IOptions<ImageSharpOptions>>().Value;
        Assert.Equal((true, 7, 512, 64), (options.KeepMetadata, options.MaxPixels, options.MaxMegabytes, options.PoolMegabytes));
    }

    [Fact]
    public void AddImageSharp_section_is_bound()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Codec:MaxMegabytes", "9")]).Build();
        using var services = Build(batch => batch.AddImageSharp(configuration.GetSection("Codec")));

        Assert.Equal(9, services.GetRequiredService<IOptions<ImageSharpOptions>>().Value.MaxMegabytes);
    }

    [Theory]
    [InlineData(nameof(ImageSharpOptions.MaxPixels))]
    [InlineData(nameof(ImageSharpOptions.MaxMegabytes))]
    [InlineData(nameof(ImageSharpOptions.PoolMegabytes))]
    public void AddImageSharp_option_out_of_range_is_named(string option)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Codec:{option}", "-1")]).Build();
        using var services = Build(batch => batch.AddImageSharp(configuration.GetSection("Codec")));

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetServices<IImageCodec>().ToArray());
        Assert.Contains(option, failure.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Action<IImageBatchBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddImageBatch(configure);
        return services.BuildServiceProvider();
    }
}
