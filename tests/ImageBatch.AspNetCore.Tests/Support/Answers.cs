using System.Net;
using System.Text.Json;

namespace ImageBatch.AspNetCore.Tests.Support;

internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());

    /// <summary>Asserts that an answer is a whole problem document.</summary>
    public static async Task<JsonElement> AssertProblemAsync(this Task<HttpResponseMessage> sending, int status, string code)
    {
        using var answer = await sending;
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.JsonAsync();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.EndsWith(".", problem.GetProperty("detail").GetString());
        return problem;
    }
}
