using System.Text.Json;
using ImageBatch.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.AspNetCore.Tests;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_contains_every_route_with_its_answers()
    {
        await using var host = await StartAsync();

        var document = await host.GetJsonAsync("/openapi/v1.json");

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Key: $"{method.Name} {path.Name}", method.Value)))
            .ToDictionary(o => o.Key, o => o.Value);
        string[] expected =
        [
            "delete /api/status/{request_id}", "get /api/download/{request_id}", "get /api/images/{request_id}/{name}",
            "get /api/status/{request_id}", "get /api/status/{request_id}/images", "post /api/cancel/{request_id}",
            "post /api/retry/{request_id}", "post /api/upload", "post /api/webhook",
        ];
        Assert.Equal(expected, operations.Keys.Order(StringComparer.Ordinal));
        Assert.All(operations.Values, operation =>
        {
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.GetProperty("description").GetString()!);
            Assert.StartsWith("ImageBatch.", operation.GetProperty("operationId").GetString());
            Assert.Equal("ImageBatch", operation.GetProperty("tags")[0].GetString());
            var problem = operation.GetProperty("responses").GetProperty("503").GetProperty("content");
            Assert.True(problem.TryGetProperty("application/problem+json", out _));
        });
        Assert.Equal(
            ["200", "202", "400", "403", "408", "409", "413", "415", "422", "503"],
            operations["post /api/upload"].GetProperty("responses").EnumerateObject().Select(r => r.Name).Order());
    }

    [Fact]
    public async Task Document_shows_the_uploads_form()
    {
        await using var host = await StartAsync();

        var document = await host.GetJsonAsync("/openapi/v1.json");

        var content = document.GetProperty("paths").GetProperty("/api/upload").GetProperty("post")
            .GetProperty("requestBody").GetProperty("content");
        Assert.True(content.TryGetProperty("text/csv", out _));
        var schema = Resolve(document, content.GetProperty("multipart/form-data").GetProperty("schema"));
        Assert.Equal(
            ["file", "webhook_url", "quality", "max_width", "max_height", "format"],
            schema.GetProperty("properties").EnumerateObject().Select(p => p.Name));
        var file = Resolve(document, schema.GetProperty("properties").GetProperty("file"));
        Assert.Equal("binary", file.GetProperty("format").GetString());
    }

    [Fact]
    public async Task Document_names_members_as_the_answers_do()
    {
        await using var host = await StartAsync();

        var document = await host.GetJsonAsync("/openapi/v1.json");

        var answer = document.GetProperty("paths").GetProperty("/api/status/{request_id}").GetProperty("get")
            .GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json");
        var job = Resolve(document, answer.GetProperty("schema"));
        Assert.Equal(
            [
                "request_id", "status", "run", "created_at", "started_at", "finished_at", "total", "pending", "succeeded", "failed",
                "cancelled", "percent", "bytes_in", "bytes_out", "saved_percent", "output_csv", "webhook", "images", "next",
            ],
            job.GetProperty("properties").EnumerateObject().Select(p => p.Name));
        Assert.Equal("integer", job.GetProperty("properties").GetProperty("total").GetProperty("type").GetString());
        var status = Resolve(document, job.GetProperty("properties").GetProperty("status"));
        Assert.Equal(
            ["Pending", "Processing", "Completed", "Failed", "Cancelled"],
            status.GetProperty("enum").EnumerateArray().Select(v => v.GetString()));
    }

    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(
        services => services.AddOpenApi(),
        app =>
        {
            app.MapOpenApi();
            app.MapImageBatch();
        });

    private static JsonElement Resolve(JsonElement document, JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out var reference))
        {
            return schema;
        }

        var name = reference.GetString()!.Split('/')[^1];
        return document.GetProperty("components").GetProperty("schemas").GetProperty(name);
    }
}
