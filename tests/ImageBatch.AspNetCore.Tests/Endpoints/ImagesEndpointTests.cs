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
    [InlineData("?status=Failed&after=7&limit=99", ImageStatus.Failed, 7, 99)]
    [InlineData("?limit=1000", null, -1, 100)]
    [InlineData("?status=succeeded", ImageStatus.Succeeded, -1, 100)]
    [InlineData("?status=&after=&limit=", null, -1, 100)]
    public async Task Get_query_is_passed_on(string query, ImageStatus? status, int after, int limit)
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add();

        await host.GetJsonAsync($"/api/status/{job.Id}/images{query}");

        Assert.Equal((status, after, limit), host.Client.LastPage);
    }

    [Fact]
    public async Task Get_pages_of_long_images_end_early_and_lose_none()
    {
        await using var host = await ApiHost.StartAsync();
        var job = host.Add(TestJobs.Create() with { Images = new(1_000, 0, 0, 0) });
        host.Client.Images.AddRange(Enumerable.Range(0, 1_000).Select(i => TestJobs.Image(i) with
        {
            ProductName = new string('\u0001', i % 7 == 0 ? 4_000 : 40),
        }));
        host.Client.Images[500] = host.Client.Images[500] with { ProductName = new string('n', 600_000) };
        var seen = new List<int>();

        using var status = await host.Http.GetAsync($"/api/status/{job.Id}?images=1000");
        var first = await status.JsonAsync();
        Assert.InRange(status.Content.Headers.ContentLength ?? (await status.Content.ReadAsByteArrayAsync()).Length, 1, 540_000);
        for (int? after = -1; after is not null;)
        {
            using var answer = await host.Http.GetAsync($"/api/status/{job.Id}/images?limit=1000&after={after}");
            var length = (await answer.Content.ReadAsByteArrayAsync()).Length;
            var page = await answer.JsonAsync();
            var images = page.GetProperty("images").EnumerateArray().Select(i => i.GetProperty("index").GetInt32()).ToArray();
            Assert.True(images is [500] || length < 540_000, $"A page of {images.Length} images has {length} bytes.");
            Assert.True(after > -1 || images.Length == first.GetProperty("images").GetArrayLength(), "The status has another page.");
            seen.AddRange(images);
            after = page.GetProperty("next").ValueKind == System.Text.Json.JsonValueKind.Null ? null : page.GetProperty("next").GetInt32();
        }

        Assert.Equal(Enumerable.Range(0, 1_000), seen);
        Assert.Equal(first.GetProperty("images").GetArrayLength() - 1, first.GetProperty("next").GetInt32());
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
