using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ImageBatch.Diagnostics;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.AspNetCore.Tests.Health;

public sealed class HealthCheckTests
{
    [Fact]
    public async Task Check_parts_that_answer_are_healthy()
    {
        var report = await CheckAsync(_ => null, _ => null);

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(["image_store", "job_store", "processing", "queue"], report.Entries.Keys.Order());
        Assert.All(report.Entries.Values, entry => Assert.Contains("ready", entry.Tags));
    }

    [Fact]
    public async Task Check_failing_job_store_is_named()
    {
        var report = await CheckAsync(_ => new IOException("No connection."), _ => null);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Equal(HealthStatus.Unhealthy, report.Entries["job_store"].Status);
        Assert.Equal("The job store does not answer.", report.Entries["job_store"].Description);
        Assert.Equal(HealthStatus.Healthy, report.Entries["image_store"].Status);
    }

    [Fact]
    public async Task Check_failing_image_store_is_named()
    {
        var report = await CheckAsync(_ => null, _ => new IOException("No bucket."));

        Assert.Equal(HealthStatus.Unhealthy, report.Entries["image_store"].Status);
        Assert.Equal(HealthStatus.Healthy, report.Entries["job_store"].Status);
    }

    [Fact]
    public async Task Check_stores_that_answer_and_cannot_be_written_are_named()
    {
        static Exception? Full(MethodInfo method) =>
            method.Name == nameof(IStoreProbe.ProbeAsync) ? new IOException("No space left on /srv/data.") : null;

        var report = await CheckAsync<IProbedJobStore, IProbedImageStore>(Full, Full);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Equal("The job store cannot be written.", report.Entries["job_store"].Description);
        Assert.Equal("The image store cannot be written.", report.Entries["image_store"].Description);
    }

    [Fact]
    public async Task Check_stores_that_can_be_written_are_healthy()
    {
        var report = await CheckAsync<IProbedJobStore, IProbedImageStore>(_ => null, _ => null);

        Assert.Equal(HealthStatus.Healthy, report.Status);
    }

    [Fact]
    public async Task Check_engine_that_cannot_go_on_is_told_in_its_words()
    {
        var report = await CheckAsync(_ => null, _ => null, new Part(null), new Part("All slots are held."), new Part(null));

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Equal("All slots are held.", report.Entries["processing"].Description);
        Assert.Equal(HealthStatus.Healthy, report.Entries["job_store"].Status);
        Assert.Equal(HealthStatus.Healthy, report.Entries["queue"].Status);
    }

    [Fact]
    public async Task Check_queue_that_cannot_be_reached_is_named_apart_from_processing()
    {
        var report = await CheckAsync(_ => null, _ => null, new Part(null), new Part("The broker is away.", "queue"), new Part("Odd.", "other"));

        Assert.Equal((HealthStatus.Unhealthy, "The broker is away."), (report.Entries["queue"].Status, report.Entries["queue"].Description));
        Assert.Equal((HealthStatus.Unhealthy, "Odd."), (report.Entries["processing"].Status, report.Entries["processing"].Description));
    }

    [Fact]
    public async Task Check_queue_that_neither_tells_nor_can_be_asked_is_unknown_and_not_healthy()
    {
        var report = await CheckQueueAsync(Fake<IJobQueue>(_ => null));

        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Equal(HealthStatus.Degraded, report.Entries["queue"].Status);
        Assert.Contains("unknown", report.Entries["queue"].Data.Keys);
        Assert.Contains("unknown", report.Entries["queue"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_queue_that_tells_of_itself_is_taken_at_its_word()
    {
        var report = await CheckQueueAsync(Fake<IJobQueue>(_ => null), new Part(null, "queue"));

        Assert.Equal(HealthStatus.Healthy, report.Entries["queue"].Status);
    }

    [Theory]
    [InlineData(false, HealthStatus.Healthy, null)]
    [InlineData(true, HealthStatus.Unhealthy, "The queue cannot be reached.")]
    public async Task Check_queue_that_can_be_asked_is_asked(bool isAway, HealthStatus status, string? description)
    {
        var report = await CheckQueueAsync(Fake<IProbedQueue>(_ => isAway ? new IOException("Refused by 10.0.0.1.") : null));

        Assert.Equal((status, description), (report.Entries["queue"].Status, report.Entries["queue"].Description));
        Assert.DoesNotContain("unknown", report.Entries["queue"].Data.Keys);
    }

    [Fact]
    public async Task Check_store_that_fails_is_one_line_in_the_log_with_why_until_a_minute_is_over()
    {
        var clock = new FakeTimeProvider();
        await using var provider = Build(
            Fake<IJobStore>(_ => new IOException("Refused by 10.0.0.1.")),
            Fake<IImageStore>(_ => null),
            services => services.AddSingleton<TimeProvider>(clock).AddSingleton<Outages>().AddLogging(logging => logging
                .AddFakeLogging().AddFilter("Microsoft", LogLevel.None)));
        for (var i = 0; i < 10; i++)
        {
            await CheckAsync(provider);
        }

        clock.Advance(Outages.Interval);
        await CheckAsync(provider);

        var lines = provider.GetRequiredService<FakeLogCollector>().GetSnapshot();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Equal("The job store does not answer. Refused by 10.0.0.1.", line.Message));
    }

    private static async Task<HealthReport> CheckQueueAsync(IJobQueue queue, params IEngineHealth[] parts)
    {
        await using var provider = Build(Fake<IJobStore>(_ => null), Fake<IImageStore>(_ => null), services =>
        {
            services.AddSingleton(queue);
            Array.ForEach(parts, part => services.AddSingleton(part));
        });
        return await CheckAsync(provider);
    }

    private static Task<HealthReport> CheckAsync(
        Func<MethodInfo, Exception?> failureOfJobs, Func<MethodInfo, Exception?> failureOfImages, params IEngineHealth[] parts) =>
        CheckAsync<IJobStore, IImageStore>(failureOfJobs, failureOfImages, parts);

    private static async Task<HealthReport> CheckAsync<TJobs, TImages>(
        Func<MethodInfo, Exception?> failureOfJobs, Func<MethodInfo, Exception?> failureOfImages, params IEngineHealth[] parts)
        where TJobs : class, IJobStore
        where TImages : class, IImageStore
    {
        await using var provider = Build(
            Fake<TJobs>(failureOfJobs),
            Fake<TImages>(failureOfImages),
            services => Array.ForEach(parts, part => services.AddSingleton(part)));
        return await CheckAsync(provider);
    }

    private static Task<HealthReport> CheckAsync(IServiceProvider provider) =>
        provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private static ServiceProvider Build(IJobStore jobs, IImageStore images, Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(jobs);
        services.AddSingleton(images);
        configure(services);
        services.AddHealthChecks().AddImageBatch();
        return services.BuildServiceProvider();
    }

    private static T Fake<T>(Func<MethodInfo, Exception?> failure)
        where T : class
    {
        var fake = DispatchProxy.Create<T, PortProxy>();
        ((PortProxy)(object)fake).Failure = failure;
        return fake;
    }

    private interface IProbedJobStore : IJobStore, IStoreProbe;

    private interface IProbedQueue : IJobQueue, IStoreProbe;

    private interface IProbedImageStore : IImageStore, IStoreProbe;

    private sealed class Part(string? problem, string? part = null) : IEngineHealth
    {
        string IEngineHealth.Part => part ?? "processing";

        public string? Problem => problem;
    }

    /// <summary>A port whose methods fail as they are told, or answer with nothing.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    private class PortProxy : DispatchProxy
    {
        public Func<MethodInfo, Exception?> Failure { get; set; } = _ => null;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (Failure(targetMethod!) is { } failure)
            {
                throw failure;
            }

            return targetMethod!.ReturnType.GetGenericArguments() is [var result]
                ? typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(result).Invoke(null, [null])
                : Task.CompletedTask;
        }
    }
}
