using System.Globalization;
using System.Net;
using System.Text;
using ImageBatch.Model;
using ImageBatch.Testing;
using ImageBatch.Webhooks;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>Our deliveries, judged by a receiver in another language.</summary>
public sealed class ReceiverSampleTests
{
    private const string Secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazfgUQ7S0f8=";
    private const string Replaced = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData(Secret)]
    [InlineData(Replaced)]
    public async Task Receiver_accepts_our_delivery(string known)
    {
        await using var receiver = await PythonReceiver.StartAsync(known);
        await using var host = await EngineHost.StartAsync(options => options.Webhooks.Secrets = [Secret, Replaced]);

        var job = await host.SubmitAsync([host.Server.MapBytes("/a", TestImages.Bmp())], receiver.Url);
        var accepted = await receiver.ReadEventAsync();

        Assert.Equal($"job.completed {job.Id} Completed http://host.test/api/download/{job.Id}", accepted);
        var webhook = await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Webhook is { State: WebhookState.Delivered } done ? done : null, "the delivery");
        Assert.Equal((1, 204), (webhook.Attempts, webhook.LastStatus));
    }

    [Fact]
    public async Task Receiver_refuses_what_was_not_signed_so()
    {
        await using var receiver = await PythonReceiver.StartAsync(Secret);
        const string Body = """{"type":"job.completed","request_id":"1","status":"Completed","output_csv":null}""";
        var now = DateTimeOffset.UtcNow;

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(receiver, "msg_1", now, Secret, Body, Body));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(receiver, "msg_1", now, Secret, Body, Body));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(receiver, "msg_2", now, Secret, Body, Body.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(receiver, "msg_2", now, Replaced, Body, Body));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(receiver, "msg_2", now.AddMinutes(-6), Secret, Body, Body));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(receiver, "msg_2", now.AddMinutes(6), Secret, Body, Body));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(receiver, "msg_2", now, null, Body, Body));

        // Accepted twice, acted on once: the next event is that of another id.
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(receiver, "msg_3", now, Secret, Body, Body));
        Assert.Equal("job.completed 1 Completed None", await receiver.ReadEventAsync());
        Assert.Equal("job.completed 1 Completed None", await receiver.ReadEventAsync());
    }

    private static async Task<HttpStatusCode> PostAsync(
        PythonReceiver receiver, string id, DateTimeOffset at, string? secret, string signed, string sent)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Url) { Content = new StringContent(sent) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        if (secret is not null)
        {
            request.Headers.Add("webhook-signature", WebhookSignatures.Sign(
                WebhookSecret.ParseAll([secret]), id, timestamp, Encoding.UTF8.GetBytes(signed)));
        }

        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
