using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Sample;

public sealed class ProxyEnvironmentTests
{
    [Fact]
    public async Task Host_whoseEnvironmentNamesAProxy_callsDirectly()
    {
        await using var server = await ImageServer.StartAsync();
        await using var proxy = await ImageServer.StartAsync();
        var photo = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "photo.jpg"));
        var url = server.MapBytes("/photo.jpg", photo);
        var hook = server.Map("/hook", _ => Task.CompletedTask);
        await using var host = SampleHostProcess.Start(
            new Dictionary<string, string>
            {
                ["HTTP_PROXY"] = proxy.Root,
                ["http_proxy"] = proxy.Root,
                ["HTTPS_PROXY"] = proxy.Root,
                ["ALL_PROXY"] = proxy.Root,
                ["NO_PROXY"] = "",
                ["no_proxy"] = "",
            },
            "--urls",
            "http://127.0.0.1:0",
            "--ImageBatch:Store=InMemory",
            "--ImageBatch:Images=InMemory",
            "--ImageBatch:Http:AllowedNetworks:0=127.0.0.1/32");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = await host.AddressAsync() };

        using var csv = new StringContent($"Serial Number,Product Name,Input Image Urls\n1,Mug,{url}\n", Encoding.UTF8);
        csv.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var answer = await http.PostAsync($"/api/upload?webhook_url={Uri.EscapeDataString(hook)}", csv);
        using var accepted = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        await Eventually.TrueAsync(() => server.Hits("/hook") == 1, "the webhook");

        var status = await http.GetStringAsync($"/api/status/{accepted.RootElement.GetProperty("request_id").GetString()}");
        using var job = JsonDocument.Parse(status);
        Assert.Equal(1, job.RootElement.GetProperty("succeeded").GetInt32());
        Assert.Equal((1, 0), (server.Hits("/photo.jpg"), proxy.TotalHits));
    }
}
