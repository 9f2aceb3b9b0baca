using ImageBatch.SampleHost.Configuration;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ImageBatch.SampleHost.Observability;

/// <summary>
/// Sends traces and metrics where <c>ImageBatch:Telemetry</c> says. The variables <c>OTEL_*</c> of OpenTelemetry say the
/// rest: address and protocol of the collector, name of the service, sampling, intervals.
/// </summary>
internal static class Telemetry
{
    public const string None = "None";
    public const string Console = "Console";
    public const string Otlp = "Otlp";

    private const string ServiceName = "imagebatch";

    // The engine, the requests that reach the host, those that it sends to an object storage, and the queue's client.
    private static readonly string[] Sources =
        ["ImageBatch", "Microsoft.AspNetCore", "System.Net.Http", "RabbitMQ.Client.Publisher", "RabbitMQ.Client.Subscriber"];

    private static readonly string[] Meters =
    [
        "ImageBatch", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http",
        "System.Runtime", "Npgsql",
    ];

    /// <summary>Adds what <see cref="UseTelemetry"/> starts; it ends, and sends what is left, when the host is disposed of.</summary>
    public static void AddTelemetry(this IServiceCollection services, HostSettings settings)
    {
        if (HostSettings.Is(settings.Telemetry, Console))
        {
            services.AddSingleton(_ => Create(
                settings,
                traces => traces.AddProcessor(new SimpleActivityExportProcessor(new ConsoleTraces())),
                metrics => metrics.AddReader(new PeriodicExportingMetricReader(new ConsoleMetrics(), ConsoleMetrics.Interval))));
        }
        else if (HostSettings.Is(settings.Telemetry, Otlp))
        {
            services.AddSingleton(_ => Create(settings, traces => traces.AddOtlpExporter(), metrics => metrics.AddOtlpExporter()));
        }
        else if (!HostSettings.Is(settings.Telemetry, None))
        {
            throw HostSettings.Unknown(nameof(HostSettings.Telemetry), settings.Telemetry, None, Console, Otlp);
        }
    }

    /// <summary>Starts it, before anything else can be worth telling.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        if (app.Services.GetService<OpenTelemetrySdk>() is not null)
        {
            app.UseRequestTraces();
        }
    }

    private static OpenTelemetrySdk Create(
        HostSettings settings, Action<TracerProviderBuilder> exportTraces, Action<MeterProviderBuilder> exportMetrics) =>
        OpenTelemetrySdk.Create(telemetry => telemetry
            .ConfigureResource(resource => resource
                .Clear()
                .AddService(ServiceName)
                .AddAttributes([new("imagebatch.roles", settings.Roles.ToString())])
                .AddTelemetrySdk()
                .AddEnvironmentVariableDetector()) // The last word.
            .WithTracing(traces => exportTraces(traces.AddSource(Sources)))
            .WithMetrics(metrics => exportMetrics(metrics.AddMeter(Meters))));
}
