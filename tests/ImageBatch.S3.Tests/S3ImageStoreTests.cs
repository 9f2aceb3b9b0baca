using ImageBatch.Model;
using static ImageBatch.Testing.Outputs;

namespace ImageBatch.S3.Tests;

public sealed class S3ImageStoreTests : IAsyncLifetime
{
    private readonly S3Fixture _fixture = new();

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("", "")]
    [InlineData("shop", "shop/")]
    [InlineData("shop/images/", "shop/images/")]
    public async Task SaveAsync_output_lies_under_the_documented_key(string prefix, string begin)
    {
        var key = KeyOf(NewJob(), 12_345, Content(1));
        await _fixture.Open(o => o.KeyPrefix = prefix).SaveAsync(key, Content(1));

        var put = Assert.Single(_fixture.Gateway.Requests);
        Assert.Equal($"/{_fixture.Bucket}/{begin}{key.Job.ToString()[^2..]}/{key.Job}/{key.Name}", put.Target);
    }

    [Fact]
    public async Task SaveAsync_same_output_under_other_prefixes_lies_apart()
    {
        var (first, second) = (_fixture.Open(o => o.KeyPrefix = "a"), _fixture.Open(o => o.KeyPrefix = "a/b"));
        var key = KeyOf(NewJob(), 0, Content(1));
        await first.SaveAsync(key, Content(1));
        Assert.Null(await ReadAsync(second, key));
        await second.SaveAsync(key, Content(1));
        await first.DeleteJobAsync(key.Job);

        Assert.Null(await ReadAsync(first, key));
        Assert.Equal(Content(1), await ReadAsync(second, key));
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, "image/jpeg")]
    [InlineData(ImageFormat.Png, "image/png")]
    [InlineData(ImageFormat.Avif, "image/avif")]
    public async Task SaveAsync_output_is_served_with_its_type_and_to_be_cached_for_ever(ImageFormat format, string type)
    {
        var store = _fixture.Open(o => o.PresignedUrlLifetime = TimeSpan.FromHours(1), TimeProvider.System);
        var key = OutputKey.Create(NewJob(), 0, Content(1), format);
        await store.SaveAsync(key, Content(1));

        using var http = new HttpClient();
        using var answer = await http.GetAsync(store.GetPublicUrl(key));
        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", answer.Headers.GetValues("Cache-Control")));
        Assert.Equal(Content(1), await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task SaveAsync_options_of_the_object_are_sent()
    {
        var store = _fixture.Open(o =>
            (o.CacheControl, o.ServerSideEncryption, o.StorageClass) = ("private, max-age=60", "AES256", "STANDARD_IA"));
        await store.SaveAsync(KeyOf(NewJob(), 0, Content(1)), Content(1));

        var headers = Assert.Single(_fixture.Gateway.Requests).Headers;
        Assert.Equal(
            ("private, max-age=60", "AES256", "STANDARD_IA"),
            (headers["Cache-Control"], headers["x-amz-server-side-encryption"], headers["x-amz-storage-class"]));
    }

    [Fact]
    public async Task SaveAsync_body_goes_as_it_is_with_its_hash_signed()
    {
        await _fixture.Images.SaveAsync(KeyOf(NewJob(), 0, Content(1)), Content(1));

        var headers = Assert.Single(_fixture.Gateway.Requests).Headers;
        Assert.Equal("10000", headers["Content-Length"]);
        Assert.Matches("^[0-9a-f]{64}$", headers["x-amz-content-sha256"]);
        Assert.Contains("x-amz-content-sha256", headers["Authorization"], StringComparison.Ordinal);
        Assert.DoesNotContain(headers.Keys, name => name.StartsWith("x-amz-trailer", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("x-amz-checksum", StringComparison.OrdinalIgnoreCase)
            || name is "Content-Encoding" or "Transfer-Encoding");
    }

    [Fact]
    public async Task SaveAsync_region_is_the_one_that_is_signed_for()
    {
        await _fixture.Images.SaveAsync(KeyOf(NewJob(), 0, Content(1)), Content(1));
        await _fixture.Open(o => o.Region = "eu-central-1").SaveAsync(KeyOf(NewJob(), 0, Content(1)), Content(1));

        var scopes = _fixture.Gateway.Requests.Select(request => request.Headers["Authorization"].Split('/')[2]);
        Assert.Equal(["us-east-1", "eu-central-1"], scopes);
    }

    [Fact]
    public async Task Calls_on_a_missing_bucket_fail_and_say_what_to_do()
    {
        var store = _fixture.Open(o => o.Bucket = "no-such-bucket");
        var key = KeyOf(NewJob(), 0, Content(1));
        Func<Task>[] calls =
        [
            () => store.SaveAsync(key, Content(1)),
            () => store.OpenAsync(key),
            () => store.DeleteJobAsync(key.Job),
            () => store.ProbeAsync(),
        ];
        foreach (var call in calls)
        {
            var exception = await Assert.ThrowsAsync<IOException>(call);
            Assert.Contains("'no-such-bucket'", exception.Message, StringComparison.Ordinal);
            Assert.Contains("NoSuchBucket (HTTP 404)", exception.Message, StringComparison.Ordinal);
            Assert.Contains("Create the bucket, or change S3ImageStoreOptions.Bucket", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Calls_with_a_key_that_names_nothing_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _fixture.Images.SaveAsync(default, Content(1)));
        await Assert.ThrowsAsync<ArgumentException>(() => _fixture.Images.OpenAsync(default));
        Assert.Throws<ArgumentException>(() => _fixture.Images.GetPublicUrl(default));
        Assert.Empty(_fixture.Gateway.Requests);
    }

    [Fact]
    public async Task OpenAsync_content_can_be_read_either_way()
    {
        var content = Content(1, 8_000_000);
        var key = KeyOf(NewJob(), 0, content);
        await _fixture.Images.SaveAsync(key, content);
        await using var image = await _fixture.Images.OpenAsync(key);

        Assert.False(image!.Content.CanSeek);
        var sync = new byte[1_000];
        image.Content.ReadExactly(sync);
        Assert.Equal(content[..1_000], sync);
        using var rest = new MemoryStream();
        await image.Content.CopyToAsync(rest);
        Assert.Equal(content[1_000..], rest.ToArray());
    }
}
