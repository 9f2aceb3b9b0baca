using ImageBatch.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageBatch.Magick.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void AddMagick_twice_is_one_codec_with_the_options_of_both()
    {
        using var services = Build(batch => batch.AddMagick(o => o.KeepMetadata = true).AddMagick(o => o.ConvertToSrgb = true));

        Assert.IsType<MagickCodec>(Assert.Single(services.GetServices<IImageCodec>()));
        var options = services.GetRequiredService<IOptions<MagickOptions>>().Value;
        Assert.Equal((true, true, 100_000_000), (options.KeepMetadata, options.ConvertToSrgb, options.MaxPixels));
    }

    [Fact]
    public void AddMagick_section_is_bound()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Codec:MaxFrames", "9")]).Build();
        using var services = Build(batch => batch.AddMagick(configuration.GetSection("Codec")));

        Assert.Equal(9, services.GetRequiredService<IOptions<MagickOptions>>().Value.MaxFrames);
    }

    [Theory]
    [InlineData(nameof(MagickOptions.MaxPixels))]
    [InlineData(nameof(MagickOptions.MaxSide))]
    [InlineData(nameof(MagickOptions.MaxFrames))]
    [InlineData(nameof(MagickOptions.MaxPixelBytes))]
    public void AddMagick_option_out_of_range_is_named(string option)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Codec:{option}", "-1")]).Build();
        using var services = Build(batch => batch.AddMagick(configuration.GetSection("Codec")));

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
