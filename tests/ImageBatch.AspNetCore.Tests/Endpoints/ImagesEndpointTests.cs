using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Tests.Endpoints;

public sealed class ImagesEndpointTests
{
    [Fact]
    public async Task Get_pages_follow_each_other_to_the_end()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(TestJobs.Create() with { Images = new(5, 0, 0, 0) });
        host.Client.Images.AddRange(Enumerable.Range(0, 5).Select(i => TestJobs.Image(i)));
        var seen = new List<int>();

        var page = await host.GetJsonAsync($"/api/status/{job.Id}/images?limit=2");
        for (; ; page = await host.GetJsonAsync($"/api/status/{job.Id}/images?limit=2&after={page.GetProperty("next")}"))
        {
            seen.AddRange(page.GetProperty("images").EnumerateArray().Select(i => i.GetProperty("index").GetInt32()));
            if (page.GetProperty("next").ValueKind == System.Text.Json.JsonValueKind.Null)
            {
                break;
            }
        }

        Assert.Equal([0, 1, 2, 3, 4], seen);
    }

    [Theory]
    [InlineData("", null, -1, 100)]
    [InlineData("?status=Failed&after=7&limit=1000", ImageStatus.Failed, 7, 1000)]
    [InlineData("?status=succeeded", ImageStatus.Succeeded, -1, 100)]
    [InlineData("?status=&after=&limit=", null, -1, 100)]
    public async Task Get_query_is_passed_on(string query, ImageStatus? status, int after, int limit)
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add();

        await host.GetJsonAsync($"/api/status/{job.Id}/images{query}");

        Assert.Equal((status, after, limit), host.Client.LastPage);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    [InlineData("after=-2")]
    [InlineData("after=99999999999")]
    [InlineData("status=1")]
    [InlineData("status=Done")]
    public async Task Get_wrong_query_names_the_parameter(string query)
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add();

        var problem = await host.Http.GetAsync($"/api/status/{job.Id}/images?{query}")
            .AssertProblemAsync(400, ApiErrorCodes.InvalidQuery);

        Assert.Contains(query.Split('=')[0], problem.GetProperty("detail").GetString());
    }
}
