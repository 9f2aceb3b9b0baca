using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ImageBatch.Diagnostics;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

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

    private static Task<HealthReport> CheckAsync(
        Func<MethodInfo, Exception?> failureOfJobs, Func<MethodInfo, Exception?> failureOfImages, params IEngineHealth[] parts) =>
        CheckAsync<IJobStore, IImageStore>(failureOfJobs, failureOfImages, parts);

    private static async Task<HealthReport> CheckAsync<TJobs, TImages>(
        Func<MethodInfo, Exception?> failureOfJobs, Func<MethodInfo, Exception?> failureOfImages, params IEngineHealth[] parts)
        where TJobs : class, IJobStore
        where TImages : class, IImageStore
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IJobStore>(Fake<TJobs>(failureOfJobs));
        services.AddSingleton<IImageStore>(Fake<TImages>(failureOfImages));
        Array.ForEach(parts, part => services.AddSingleton(part));
        services.AddHealthChecks().AddImageBatch();
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    }

    private static T Fake<T>(Func<MethodInfo, Exception?> failure)
        where T : class
    {
        var fake = DispatchProxy.Create<T, PortProxy>();
        ((PortProxy)(object)fake).Failure = failure;
        return fake;
    }

    private interface IProbedJobStore : IJobStore, IStoreProbe;

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
