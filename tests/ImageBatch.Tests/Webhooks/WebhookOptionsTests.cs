using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Webhooks;

public sealed class WebhookOptionsTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("whsec_hunter2")]
    [InlineData("hunter2")]
    public void Options_secret_that_is_none_are_refused_without_showing_it(string secret)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read(("Secrets:0", Secret), ("Secrets:1", secret)));

        Assert.Contains("Webhooks.Secrets[1]", exception.Message, StringComparison.Ordinal);
        Assert.Contains("openssl", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_from_the_configuration_are_what_stands_there()
    {
        var options = Read(("Secrets:0", Secret), ("RetrySchedule:0", "00:00:00"), ("RetrySchedule:1", "00:01:00"));

        Assert.Equal([Secret], options.Secrets);
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromMinutes(1)], options.RetrySchedule);
    }

    [Theory]
    [InlineData("00:00:05", "00:00:05", "begins with")]
    [InlineData("00:00:00", "-00:00:05", "waits of 0 to 30 days")]
    [InlineData("00:00:00", "31.00:00:00", "waits of 0 to 30 days")]
    public void Options_schedule_that_cannot_be_kept_are_refused(string first, string second, string said)
    {
        var exception = Assert.Throws<OptionsValidationException>(
            () => Read(("RetrySchedule:0", first), ("RetrySchedule:1", second)));

        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_schedule_without_a_try_is_refused()
    {
        using var services = new ServiceCollection()
            .AddImageBatch(batch => batch.Configure(options => options.Webhooks.RetrySchedule = []))
            .BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<ImageBatchOptions>>().Value);

        Assert.Contains("Webhooks.RetrySchedule is empty", exception.Message, StringComparison.Ordinal);
    }

    private static WebhookOptions Read(params (string Key, string Value)[] settings)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("ImageBatch:Webhooks:" + s.Key, (string?)s.Value)))
            .Build()
            .GetSection("ImageBatch");
        var services = new ServiceCollection().AddImageBatch(batch => batch.Configure(section)).BuildServiceProvider();
        return services.GetRequiredService<IOptions<ImageBatchOptions>>().Value.Webhooks;
    }
}
