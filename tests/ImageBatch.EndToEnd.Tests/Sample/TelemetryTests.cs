using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>Traces and metrics of the sample host, as a collector and as a reader of its console get them.</summary>
public sealed partial class TelemetryTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Host_withOtlp_sendsTracesAndMetricsToTheCollectorOfTheStandardVariables()
    {
        await using var collector = await ImageServer.StartAsync();
        var (traces, metrics) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        collector.Map("/v1/traces", context => TakeAsync(context.Request, traces));
        collector.Map("/v1/metrics", context => TakeAsync(context.Request, metrics));
        await using var host = SampleHostProcess.Start(
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Root,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_SERVICE_NAME"] = "shop-images",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            },
            [.. Arguments("otlp")]);
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };
        using var ready = await http.GetAsync("/health/ready");

        await UploadAsync(http);
        foreach (var activity in new[] { "imagebatch.submit", "imagebatch.dispatch", "imagebatch.image", "POST /api/upload" })
        {
            await Eventually.TrueAsync(() => traces.Any(sent => sent.Contains(activity, StringComparison.Ordinal)), activity);
        }

        foreach (var instrument in new[] { "imagebatch.images", "imagebatch.queue.depth", "http.server.request.duration", "dotnet.gc" })
        {
            await Eventually.TrueAsync(() => metrics.Any(sent => sent.Contains(instrument, StringComparison.Ordinal)), instrument);
        }

        Assert.All(traces, sent => Assert.Contains("shop-images", sent, StringComparison.Ordinal));
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString(Trace)), string.Concat(traces), StringComparison.Ordinal);
        Assert.DoesNotContain("/health/ready", string.Concat(traces), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_withConsole_writesTheTraceOfAJobAndTheMetrics()
    {
        await using var host = SampleHostProcess.Start(
            new Dictionary<string, string> { ["OTEL_METRIC_EXPORT_INTERVAL"] = "200" }, [.. Arguments("Console")]);
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        await UploadAsync(http);
        foreach (var line in new[]
        {
            $"{Trace}.*DisplayName: +POST /?api/upload.*http.response.status_code: 202",
            $"{Trace}.*DisplayName: +imagebatch.submit",
            $"{Trace}.*DisplayName: +imagebatch.dispatch.*imagebatch.images: 1",
            $"{Trace}.*DisplayName: +imagebatch.image.*imagebatch.index: 0",
            "Metric Name: imagebatch.images,.*Unit: {image}.*outcome: succeeded.*Value: 1",
            "Metric Name: imagebatch.queue.depth,.*state: waiting.*Value: 0",
            "Metric Name: imagebatch.stage.duration,.*stage: save.*Count: 1",
        })
        {
            await Eventually.TrueAsync(
                () => Entry().Split(host.Output).Any(entry => Regex.IsMatch(entry, line, RegexOptions.Singleline)), $"{line}; it said: {host.Output}");
        }
    }

    [Fact]
    public async Task Host_withoutTelemetry_writesNone()
    {
        await using var host = SampleHostProcess.Start([.. Arguments("None")]);
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        await UploadAsync(http);

        Assert.DoesNotContain("TraceId", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_withTelemetryItDoesNotHave_saysSoAndStops()
    {
        await using var host = SampleHostProcess.Start([.. Arguments("Zipkin")]);

        Assert.NotEqual(0, await host.ExitCodeAsync());
        Assert.Contains("It has: None, Console, Otlp.", host.Output, StringComparison.Ordinal);
    }

    private static string[] Arguments(string telemetry) =>
    [
        "--urls",
        "http://127.0.0.1:0",
        $"--ImageBatch:Telemetry={telemetry}",
        "--ImageBatch:Http:AllowPrivateNetworks=true",
        "--ImageBatch:Codecs=Recompression",
    ];

    private static async Task UploadAsync(HttpClient http)
    {
        using var body = new StringContent(
            $"Serial Number,Product Name,Input Image Urls\n1,Mug,{http.BaseAddress}sample-images/mug-front.jpg\n");
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/upload") { Content = body };
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task TakeAsync(Microsoft.AspNetCore.Http.HttpRequest request, ConcurrentQueue<string> sent)
    {
        using var reader = new StreamReader(request.Body, Encoding.Latin1);
        sent.Enqueue(await reader.ReadToEndAsync());
    }

    /// <summary>What begins an activity or a metric on the console.</summary>
    [GeneratedRegex("(?=Activity.TraceId|Metric Name)")]
    private static partial Regex Entry();
}
