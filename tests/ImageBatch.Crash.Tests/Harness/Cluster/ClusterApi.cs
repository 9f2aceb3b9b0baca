using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ImageBatch.Model;

namespace ImageBatch.Crash.Tests.Harness.Cluster;

/// <summary>
/// The API of several nodes as its users see it: each call goes to one node after the other until one answers.
/// </summary>
internal sealed class ClusterApi(IReadOnlyList<string> nodes) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private int _calls;

    /// <summary>Uploads a CSV, under the same key each time.</summary>
    public async Task<JobId> UploadAsync(string csv, string webhook)
    {
        var key = $"{Guid.NewGuid()}";
        var (answer, _) = await AskAsync(() => new HttpRequestMessage(
            HttpMethod.Post, $"upload?webhook_url={Uri.EscapeDataString(webhook)}")
        {
            Headers = { { "Idempotency-Key", key } },
            Content = new StringContent(csv, Encoding.UTF8, "text/csv"),
        });
        using (answer)
        {
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{answer.StatusCode}: {body}");
            return JobId.TryParse(body.GetProperty("request_id").GetString()!, out var job) ? job : throw new InvalidDataException($"{body}");
        }
    }

    /// <summary>Retries a finished job.</summary>
    public async Task RetryAsync(JobId job)
    {
        var (answer, isRepeated) = await AskAsync(() => new HttpRequestMessage(HttpMethod.Post, $"retry/{job}"));
        using (answer)
        {
            // Where an answer was lost, what was asked for may have been done.
            Assert.True(
                answer.IsSuccessStatusCode || (isRepeated && answer.StatusCode == HttpStatusCode.Conflict),
                await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Deletes a job.</summary>
    public async Task DeleteAsync(JobId job)
    {
        var (answer, _) = await AskAsync(() => new HttpRequestMessage(HttpMethod.Delete, $"status/{job}"));
        using (answer)
        {
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }
    }

    /// <summary>What each of the nodes says of a job.</summary>
    public Task<JsonElement[]> ReadStatusAsync(JobId job) => Task.WhenAll(
        nodes.Select(node => _client.GetFromJsonAsync<JsonElement>($"{node}/api/status/{job}?images=0")));

    public void Dispose() => _client.Dispose();

    /// <summary>Asks until a node answers, has no other call of that kind in hand, and does not ask to be asked again later.</summary>
    private async Task<(HttpResponseMessage Answer, bool IsRepeated)> AskAsync(Func<HttpRequestMessage> ask)
    {
        var first = Interlocked.Increment(ref _calls);
        var clock = Stopwatch.StartNew();
        for (var call = 0; ; call++)
        {
            using var request = ask();
            request.RequestUri = new Uri($"{nodes[(first + call) % nodes.Count]}/api/{request.RequestUri}");
            try
            {
                var answer = await _client.SendAsync(request);
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable && !await IsInFlightAsync(answer))
                {
                    return (answer, call > 0);
                }

                answer.Dispose();
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && clock.Elapsed < Patience)
            {
                // The node is dead, or was killed before it could answer.
            }

            Assert.True(clock.Elapsed < Patience, $"{request.Method} {request.RequestUri} is in flight elsewhere, and stays so.");
            await Task.Delay(50);
        }
    }

    // Buffered by then, so that it can be read once more.
    private static async Task<bool> IsInFlightAsync(HttpResponseMessage answer) => answer.StatusCode == HttpStatusCode.Conflict
        && (await answer.Content.ReadAsStringAsync()).Contains("\"idempotency.in_flight\"", StringComparison.Ordinal);
}
