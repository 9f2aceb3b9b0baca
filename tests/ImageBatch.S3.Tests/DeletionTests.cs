using System.Text.RegularExpressions;
using ImageBatch.S3.Tests.Server;
using static ImageBatch.S3.Tests.S3Fixture;
using static ImageBatch.Testing.Outputs;

namespace ImageBatch.S3.Tests;

public sealed partial class DeletionTests : IAsyncLifetime
{
    private readonly S3Fixture _fixture = new();

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task DeleteJobAsync_many_outputs_go_in_batches()
    {
        const int Outputs = 2_500;
        var (job, other) = (NewJob(), NewJob());
        await _fixture.Images.SaveAsync(KeyOf(other, 0, Content(1)), Content(1));
        await _fixture.Images.SaveAsync(KeyOf(job, 0, Content(1)), Content(1));
        var first = new Uri(Storage.Url, _fixture.Gateway.Requests.Last().Target).AbsoluteUri;
        await PutAsync(Enumerable.Range(1, Outputs - 1).Select(
            index => first.Replace("/0-", $"/{index}-", StringComparison.Ordinal)));
        Assert.Equal(Outputs, await CountAsync(job.ToString()));

        await _fixture.Images.DeleteJobAsync(job);

        Assert.Equal(0, await CountAsync(job.ToString()));
        Assert.Equal(Content(1), await ReadAsync(_fixture.Images, KeyOf(other, 0, Content(1))));
        var pages = _fixture.Gateway.Requests.Where(request => request.Target.Contains("list-type=2", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, pages.Length);
        Assert.All(pages[1..], page => Assert.Contains("continuation-token=", page.Target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DeleteJobAsync_trouble_on_the_way_is_repeated()
    {
        var keys = Enumerable.Range(0, 3).Select(index => KeyOf(NewJob(), index, Content(1))).ToArray();
        foreach (var key in keys)
        {
            await _fixture.Images.SaveAsync(key, Content(1));
        }

        _fixture.Gateway.Next(Faults.Error503SlowDown, Faults.None, Faults.Error500, Faults.LostAnswer);
        await _fixture.Images.DeleteJobAsync(keys[0].Job);

        Assert.Null(await ReadAsync(_fixture.Images, keys[0]));
        Assert.Equal(Content(1), await ReadAsync(_fixture.Images, keys[1]));
        Assert.Equal(3, _fixture.Gateway.Count("POST"));
    }

    [Fact]
    public async Task DeleteJobAsync_outputs_that_are_refused_make_it_fail_until_they_go()
    {
        var key = KeyOf(NewJob(), 0, Content(1));
        await _fixture.Images.SaveAsync(key, Content(1));
        _fixture.Gateway.Next(Faults.None, (_, _) => Task.FromResult<Answer?>(Answer.Xml(
            200, $"<DeleteResult><Error><Key>{key}</Key><Code>AccessDenied</Code><Message>No.</Message></Error></DeleteResult>")));

        var exception = await Assert.ThrowsAsync<IOException>(() => _fixture.Images.DeleteJobAsync(key.Job));
        Assert.Contains("1 could not be deleted, the first because of AccessDenied", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Content(1), await ReadAsync(_fixture.Images, key));

        await _fixture.Images.DeleteJobAsync(key.Job);
        Assert.Null(await ReadAsync(_fixture.Images, key));
    }

    [Fact]
    public async Task DeleteJobAsync_nothing_there_deletes_nothing()
    {
        await _fixture.Images.DeleteJobAsync(NewJob());
        Assert.Equal("GET", Assert.Single(_fixture.Gateway.Requests).Method);
    }

    private static async Task PutAsync(IEnumerable<string> urls)
    {
        using var http = new HttpClient();
        await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (url, cancellationToken) =>
        {
            using var body = new ByteArrayContent([1]);
            using var answer = await http.PutAsync(url, body, cancellationToken);
            answer.EnsureSuccessStatusCode();
        });
    }

    /// <summary>Asks the server itself, page by page.</summary>
    private async Task<int> CountAsync(string part)
    {
        using var http = new HttpClient();
        var (count, after) = (0, "");
        while (true)
        {
            var page = await http.GetStringAsync(new Uri(
                Storage.Url, $"{_fixture.Bucket}?list-type=2&start-after={Uri.EscapeDataString(after)}"));
            var keys = Key().Matches(page).Select(match => match.Groups[1].Value).ToArray();
            if (keys.Length == 0)
            {
                return count;
            }

            count += keys.Count(key => key.Contains(part, StringComparison.Ordinal));
            after = keys[^1];
        }
    }

    [GeneratedRegex("<Key>([^<]+)</Key>")]
    private static partial Regex Key();
}
