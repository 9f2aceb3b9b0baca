using ImageBatch.SampleHost.Configuration;
using Npgsql;
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

    // The engine and the queue's client; the rest has instrumentation of its own.
    private static readonly string[] Sources = ["ImageBatch", "RabbitMQ.Client.Publisher", "RabbitMQ.Client.Subscriber"];

    public static void AddTelemetry(this IServiceCollection services, HostSettings settings)
    {
        if (HostSettings.Is(settings.Telemetry, None))
        {
            return;
        }

        var toConsole = HostSettings.Is(settings.Telemetry, Console);
        if (!toConsole && !HostSettings.Is(settings.Telemetry, Otlp))
        {
            throw HostSettings.Unknown(nameof(HostSettings.Telemetry), settings.Telemetry, None, Console, Otlp);
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .Clear()
                .AddService(ServiceName)
                .AddAttributes([new("imagebatch.roles", settings.Roles.ToString())])
                .AddTelemetrySdk()
                .AddEnvironmentVariableDetector()) // The last word.
            .WithTracing(traces => Export(
                toConsole,
                traces.AddSource(Sources).AddHttpClientInstrumentation().AddNpgsql()
                    // Requests for the node's health come every few seconds and say nothing.
                    .AddAspNetCoreInstrumentation(requests => requests.Filter =
                        http => !http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))))
            .WithMetrics(metrics => Export(
                toConsole,
                metrics.AddMeter("ImageBatch", "Npgsql")
                    .AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation()));
    }

    private static void Export(bool toConsole, TracerProviderBuilder traces) =>
        _ = toConsole ? traces.AddConsoleExporter() : traces.AddOtlpExporter();

    private static void Export(bool toConsole, MeterProviderBuilder metrics) =>
        _ = toConsole ? metrics.AddConsoleExporter() : metrics.AddOtlpExporter();
}
