using System.Net.Http.Headers;
using System.Text.Json;
using ImageBatch.SampleHost.Security;

namespace ImageBatch.SampleHost.Demo;

/// <summary>Calls the API as any client would.</summary>
internal sealed class DemoClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly HttpClient _http;

    public DemoClient(Uri api, string? apiKey)
    {
        _http = new HttpClient { BaseAddress = api };
        if (apiKey is not null)
        {
            _http.DefaultRequestHeaders.Add(ApiKeyAuthentication.Header, apiKey);
        }
    }

    /// <param name="csv">The catalogue.</param>
    /// <param name="format">What all outputs are to be; null for what their inputs are.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<DemoJob> UploadAsync(string csv, string? format, CancellationToken cancellationToken)
    {
        var file = new StringContent(csv);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent { { file, "file", "catalogue.csv" } };
        if (format is not null)
        {
            form.Add(new StringContent(format), "format");
        }

        using var answer = await _http.PostAsync("upload", form, cancellationToken);
        return await ReadAsync<DemoJob>(answer, cancellationToken);
    }

    public async Task<DemoJob> ReadStatusAsync(string requestId, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync($"status/{requestId}?images=0", cancellationToken);
        return await ReadAsync<DemoJob>(answer, cancellationToken);
    }

    public async Task<IReadOnlyList<DemoImage>> ReadImagesAsync(string requestId, CancellationToken cancellationToken)
    {
        var images = new List<DemoImage>();
        for (int? after = -1; after is not null;)
        {
            using var answer = await _http.GetAsync($"status/{requestId}/images?after={after}", cancellationToken);
            var page = await ReadAsync<DemoImagePage>(answer, cancellationToken);
            images.AddRange(page.Images);
            after = page.Next;
        }

        return images;
    }

    public async Task DownloadAsync(string requestId, string path, CancellationToken cancellationToken)
    {
        await using var csv = await _http.GetStreamAsync($"download/{requestId}", cancellationToken);
        await using var file = File.Create(path);
        await csv.CopyToAsync(file, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            var problem = await answer.Content.ReadAsStringAsync(cancellationToken);
            throw new DemoException($"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}: {problem}");
        }

        return await answer.Content.ReadFromJsonAsync<T>(Json, cancellationToken)
            ?? throw new DemoException($"{answer.RequestMessage?.RequestUri} answered with nothing.");
    }
}
